/** The App Home: drafts, a role, questions to start from, and what is kept. */

import { ROLES, type Role } from '../../src/incoming.ts';
import type { Reply } from '../../src/reply.ts';
import { ROLE_WORDS } from '../../src/role-words.ts';
import { plainText, type SlackBlock, section } from './blocks.ts';
import { LIMITS } from './limits.ts';
import { button, render, type View } from './render.ts';
import { WORDS } from './words.ts';

/** What the App Home shows. */
export interface HomeParts {
  /** What the core says to "show my drafts", "start a draft" and "what do you keep about me". */
  drafts: Reply;
  begin: Reply;
  kept: Reply;
  role: Role | undefined;
  /** Questions to start from, for that role. */
  questions: readonly string[];
  isCardLink: View['isCardLink'];
}

/** Blocks that one list takes at most, so that everything else still has its place. */
const MOST = 40;

/**
 * Renders the App Home.
 *
 * @returns a view for `views.publish`, within the 100 blocks it may have
 */
export function renderHome({ drafts, begin, kept, role, questions, isCardLink }: HomeParts): {
  type: 'home';
  blocks: SlackBlock[];
} {
  const shown = (reply: Reply, kinds: readonly string[]) =>
    render(
      reply.blocks.filter(({ kind }) => kinds.includes(kind)),
      { where: 'home', isCardLink },
    ).messages.flatMap(({ blocks }) => blocks);
  const asked = questions
    .slice(0, LIMITS.actions)
    .map((question) => button('choose:home', question, `ask:${question}`));
  const parts: SlackBlock[] = [
    section(WORDS.home.about),
    section(WORDS.home.worried),
    { type: 'divider' },
    title(WORDS.home.drafts),
    ...shown(drafts, ['text', 'table', 'choices']).slice(0, MOST),
    ...shown(begin, ['choices']),
    { type: 'divider' },
    title(WORDS.home.role),
    { type: 'actions', elements: [roleMenu(role)] },
    title(WORDS.home.questions),
    ...(asked.length > 0 ? [{ type: 'actions' as const, elements: asked }] : []),
    { type: 'divider' },
    title(WORDS.home.kept),
    ...shown(kept, ['text']).slice(0, MOST),
    {
      type: 'actions',
      elements: [{ ...button('choose:home', WORDS.home.erase, 'ask:forget me'), style: 'danger' }],
    },
  ];
  return { type: 'home', blocks: numbered(parts).slice(0, LIMITS.homeBlocks) };
}

function title(text: string): SlackBlock {
  return { type: 'header', text: plainText(text) };
}

function roleMenu(role: Role | undefined) {
  const options = ROLES.map((one) => ({ text: plainText(ROLE_WORDS[one].label), value: one }));
  const initial_option = options.find(({ value }) => value === role);
  return {
    type: 'static_select' as const,
    action_id: 'role',
    placeholder: plainText(WORDS.home.roleHint),
    options,
    ...(initial_option && { initial_option }),
  };
}

/** Parts are rendered apart, but a view may have each action_id once. */
function numbered(blocks: readonly SlackBlock[]): SlackBlock[] {
  let count = 0;
  return blocks.map((block) => {
    if (block.type !== 'actions') return block;
    const elements = block.elements.map((element) => {
      if (element.type !== 'button') return element;
      count += 1;
      return { ...element, action_id: `choose:home:${count}` };
    });
    return { ...block, elements };
  });
}
