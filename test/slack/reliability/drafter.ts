/** Somebody who drafts in their direct message with a program that may go at any moment. */

import { createHash } from 'node:crypto';
import type { Delivery, Person, SlackMessage, SlackStandIn } from '../standin/slack.ts';
import { formsIn, makeAnswers, type StandingForm } from './forms.ts';

/** One thing the bot said that it has. */
export interface Saved {
  path: string;
  /** The row that a "yes" to another row made. */
  row?: string;
}

/** The drafter, and what they can tell. */
export interface Drafter {
  person: Person;
  /** Answers until told to stop, or until nothing is asked. */
  draft(stopped: () => boolean): Promise<void>;
  /** After a restart: what was not acknowledged comes again, as Slack sends it again. */
  again(): Promise<void>;
  /** What the bot has said that it has; `told` without the word "Saved". */
  heard(): { saved: readonly Saved[]; told: readonly Saved[] };
  /** What stands in the conversation. */
  conversation(): {
    forms: StandingForm[];
    /** Messages that stand there under a mark that another has, or under none. */
    doubled: SlackMessage[];
    messages: number;
    /** How many deliveries there were; repeats are not counted. */
    deliveries: number;
  };
}

/** Words with which the bot says that an answer is kept. */
const SAVED = /Saved: question|^Skipped\./m;
const TOLD = /I already have that|came a second time/;

/** @param random decides what is typed, what is filled in, and what is pressed twice */
export function makeDrafter(
  standIn: SlackStandIn,
  person: Person,
  random: (limit: number) => number,
): Drafter {
  const answers = makeAnswers();
  const saved: Saved[] = [];
  const told: Saved[] = [];
  let deliveries = 0;
  /** The last turn, until the bot has said what became of it. */
  let open: { about: Saved[]; from: number; event?: Delivery } | undefined;

  const messages = () => standIn.messages(person.im).filter(({ user }) => user !== person.id);

  /** Whether the bot has said, since this turn began, that it has the answer. */
  const listen = (): void => {
    if (!open) return;
    const said = standIn
      .calls()
      .slice(open.from)
      .filter(({ args, answer }) => args.channel === person.im && answer?.ok === true)
      .map(({ args }) => String(args.text ?? ''));
    const list = said.some((text) => SAVED.test(text))
      ? saved
      : said.some((text) => TOLD.test(text))
        ? told
        : undefined;
    if (!list) return;
    list.push(...open.about);
    open = undefined;
  };

  const say = async (text: string): Promise<Delivery> => {
    deliveries += 1;
    return person.say(person.im, text);
  };

  const fill = async (
    { message, ask }: StandingForm,
    values: Record<string, string | readonly string[]>,
  ): Promise<Delivery> => {
    deliveries += 1;
    return person.fill(message, values, ({ value }) => value === ask);
  };

  const turn = async (form: StandingForm): Promise<Delivery[]> => {
    const { values, typed } = answers.to(form);
    const [first] = form.inputs;
    const whole = typed !== undefined && random(2) === 0;
    const about = form.inputs
      .filter(({ id }) => (whole ? id in values : id === first?.id))
      .filter(({ path }) => path !== 'reference')
      .map(({ id, path }): Saved => {
        const isYes = path.endsWith('/+') && values[id] === 'yes';
        return isYes ? { path, row: answers.nextRow(path.split('/')[0] ?? '') } : { path };
      });
    open = { about, from: standIn.calls().length };
    if (whole) {
      const times = random(4) === 0 ? 2 : 1;
      return Promise.all(Array.from({ length: times }, () => fill(form, values)));
    }
    const delivery = await say(typed ?? 'skip');
    if (delivery.status !== 200 && open) open.event = delivery;
    return [delivery];
  };

  /** What comes before the first question. */
  const begin = async (form: StandingForm | undefined): Promise<Delivery[]> => {
    if (!form) {
      const delivery = await say('start a one point application');
      if (delivery.status !== 200)
        open = { about: [], from: standIn.calls().length, event: delivery };
      return [delivery];
    }
    const isOpen = (label: unknown) => /^Open /.test(String(label));
    const there = form.message.blocks.some(({ elements }) =>
      (Array.isArray(elements) ? elements : []).some(({ text }) => isOpen(text?.text)),
    );
    if (!there) return turn(form);
    deliveries += 1;
    return [
      await person.press(form.message, ({ text }) => isOpen((text as { text?: string })?.text)),
    ];
  };

  return {
    person,
    draft: async (stopped) => {
      while (!stopped()) {
        const form = formsIn(messages()).at(-1);
        if (!form && /Everything is answered/.test(messages().at(-1)?.text ?? '')) return;
        const sent = await (form?.ask.startsWith('draft:') ? turn(form) : begin(form));
        const due = sent.map(({ payload }) =>
          markOf(String(payload.event_id ?? payload.trigger_id)),
        );
        await until(() => {
          const marks = new Set(messages().map(({ metadata }) => markIn(metadata)));
          return stopped() || due.every((mark) => marks.has(mark));
        });
        listen();
      }
    },
    again: async () => {
      // Slack sends an event again, but not what somebody pressed: they press again.
      await open?.event?.again({
        headers: { 'x-slack-retry-num': '1', 'x-slack-retry-reason': 'connection_failed' },
      });
      if (open) delete open.event;
    },
    heard: () => {
      listen();
      return { saved, told };
    },
    conversation: () => {
      const all = messages();
      const marks = all.map(({ metadata }) => markIn(metadata));
      return {
        forms: formsIn(all),
        doubled: all.filter((_, at) => marks[at] === undefined || marks.indexOf(marks[at]) !== at),
        messages: all.length,
        deliveries,
      };
    },
  };
}

/** The mark of a delivery, as the adapter writes it into each message. */
export function markOf(id: string): string {
  return createHash('sha256').update(id).digest('base64url').slice(0, 22);
}

/** The mark that stands in a message. */
export function markIn(metadata: Record<string, unknown> | undefined): string | undefined {
  const mark = (metadata?.event_payload as { mark?: unknown } | undefined)?.mark;
  return typeof mark === 'string' ? mark : undefined;
}

/** Looks now and then, not at every change: many wait at once. */
async function until(isSo: () => boolean): Promise<void> {
  for (let tries = 0; tries < 3_000; tries += 1) {
    if (isSo()) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error('Nothing was answered for half a minute.');
}
