import type { Role } from './incoming.ts';

/** How each role is offered, and what choosing it says to the bot. */
export const ROLE_WORDS: Readonly<Record<Role, { label: string; said: string }>> = {
  governors: { label: 'Governor or trustee', said: "I'm a governor" },
  headteacher: { label: 'Headteacher', said: "I'm a headteacher" },
  senco: { label: 'SENCO', said: "I'm a SENCO" },
  teacher: { label: 'Teacher', said: "I'm a teacher" },
  'teaching assistant': { label: 'Teaching assistant', said: "I'm a teaching assistant" },
  'early years': { label: 'Early years staff', said: 'I work in early years' },
  college: { label: 'College staff', said: 'I work in a college' },
  council: { label: 'Council staff', said: 'I work for the council' },
  nhs: { label: 'NHS staff', said: 'I work for the NHS' },
  panel: { label: 'Panel member', said: "I'm on the panel" },
  parents: { label: 'Parent or carer', said: "I'm a parent" },
  'young people': { label: 'Young person', said: "I'm a young person" },
  everyone: { label: 'Everyone', said: 'My role is everyone' },
};
