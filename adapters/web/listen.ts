/** The web page: the one file of this adapter that touches requests and responses. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Incoming, Values } from '../../src/incoming.ts';
import { limit } from '../../src/limit.ts';
import { type Block, plainText, type Reply } from '../../src/reply.ts';
import { type Answer, download, json, page, redirect } from './answer.ts';
import { askOf, besideFields, wordsBefore } from './asks.ts';
import { assetAnswer, assets } from './assets.ts';
import { bodyText, TooLarge } from './body.ts';
import { cookies, type Identity, randomId } from './cookie.ts';
import { clientAddress, sameOrigin, securityHeaders } from './guard.ts';
import {
  type AboutSource,
  aboutPage,
  type Home,
  homePage,
  isWaiting,
  problemPage,
  questionBox,
  renderTurn,
  type Suggestions,
  suggestionList,
} from './page.ts';
import {
  type Fields,
  first,
  parseForm,
  parseJson,
  readPressed,
  readRated,
  readSaid,
  readSubmitted,
  Unacceptable,
  Unreadable,
} from './read.ts';
import { fieldPlace, renderReply } from './render.ts';
import { shelf } from './shelf.ts';
import { isSignedIn, signedIn } from './sign-in.ts';
import { type Said, type Turn, type Visitor, visitors } from './visitors.ts';
import { LONGEST_ANSWER, LONGEST_QUESTION, PROBLEMS } from './words.ts';

/** How much oftener than a question an answer or a button may come: a form is filled in quickly. */
const QUICKER = 4;

/** The core, as an adapter knows it. */
export type Handle = (incoming: Incoming) => Promise<Reply>;

/** What the page needs to be told. */
export interface WebSettings {
  /** The secret that signs the cookie: 32 random characters or more. */
  key: string;
  /** The public origin, such as https://signpost.example; https turns on Secure cookies and HSTS. Without it the Host header is believed. */
  origin?: string | undefined;
  /** How many reverse proxies of ours stand in front and add to X-Forwarded-For. None unless told. */
  proxies?: number | undefined;
  /**
   * Given where others can reach the page: only people whom a proxy of ours names in the header `by`
   * come to the core, which then knows them by that name; everybody else comes to `otherwise`.
   */
  signIn?: { by: string | undefined; otherwise: Handle } | undefined;
  /** Questions to start from, by role; `everyone` until a role is chosen. */
  suggestions: Suggestions;
  /**
   * Questions a minute from one person (15 unless told) and from one address (60: a school shares
   * one). Buttons and answers to the bot's own questions may come four times as often.
   */
  perPerson?: number | undefined;
  perAddress?: number | undefined;
  /** For the about page: an e-mail address, and what the cards are made from. */
  contact?: string | undefined;
  sources?: readonly AboutSource[] | undefined;
  /** Throws when the program cannot do its work; /healthz then says so with 503. */
  health?: (() => Promise<void>) | undefined;
  /** Told of every error that is our fault. It is never given what a person typed. */
  report?: ((error: unknown) => void) | undefined;
  /** The clock, in milliseconds. */
  now?: (() => number) | undefined;
}

/** One request, with what is known of its sender. */
interface Visit {
  request: IncomingMessage;
  path: string;
  identity: Identity;
  /** Whether the identity came from a cookie we signed. */
  known: boolean;
}

type Route = (visit: Visit) => Answer | Promise<Answer>;

/** What a post did, told twice: as a page for a plain form, as JSON for the script. */
interface Outcome {
  page: () => Answer;
  json: () => Record<string, unknown>;
}

/** A post that went wrong in a way the person can do something about. */
interface Failure {
  status: number;
  message: string;
  seconds?: number;
}

/**
 * Makes the page.
 *
 * @param handle the core
 * @param settings see {@link WebSettings}
 * @returns a request handler for `node:http` that answers every request and never rejects; give it
 *   whatever the other surfaces on the same server do not take
 * @throws Error when the key is too short or a file of the page is missing
 */
export function webRoutes(
  handle: Handle,
  settings: WebSettings,
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const now = settings.now ?? Date.now;
  const report = settings.report ?? (() => {});
  const origin = settings.origin === undefined ? undefined : new URL(settings.origin).origin;
  const https = origin?.startsWith('https:') ?? false;
  const cookie = cookies(settings.key, https);
  const conversations = visitors(now);
  const files = shelf(now);
  const pace = (times: number) => {
    const perAddress = limit(times * (settings.perAddress ?? 60), now);
    const perPerson = limit(times * (settings.perPerson ?? 15), now);
    return (address: string, person: string) => perAddress(address) || perPerson(person);
  };
  const questions = pace(1);
  const answers = pace(QUICKER);
  const greetings = limit(settings.perAddress ?? 60, now);
  const loaded = assets();
  const assetAddress = (name: string) => `/assets/${name}?v=${loaded.get(name)?.version}`;
  const everyResponse = securityHeaders(https);
  const core: Handle = (incoming) =>
    settings.signIn === undefined || isSignedIn(incoming.person)
      ? handle(incoming)
      : settings.signIn.otherwise(incoming);

  const routes: Readonly<Record<string, { GET?: Route; POST?: Route }>> = {
    '/': { GET: home },
    '/ask': { POST: (visit) => post(visit, ask) },
    '/say': { POST: (visit) => post(visit, ask, 'json only') },
    '/press': { POST: (visit) => post(visit, press) },
    '/submit': { POST: (visit) => post(visit, submit) },
    '/rate': { POST: (visit) => post(visit, rate) },
    '/new': { POST: startAgain },
    '/about': { GET: () => page(200, aboutPage(settings, assetAddress)) },
    '/healthz': { GET: health },
    '/assets/': { GET: sendAsset },
    '/file/': { GET: sendFile },
  };

  return async (request, response) => {
    // No part of the address after "?" means anything here, but for the version of an asset.
    const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
    const identity = cookie.read(request.headers.cookie);
    const named = signedIn(request, settings.signIn?.by);
    // A name kept in a cookie counts no longer than the proxy gives it, and a conversation that was
    // begun under another name, or under none, is not shown to whoever signs in next.
    const kept =
      identity && (named === undefined ? !isSignedIn(identity.person) : identity.person === named)
        ? identity
        : undefined;
    const visit = {
      request,
      path,
      identity: kept ?? { ...cookie.stranger(), ...(named !== undefined && { person: named }) },
      known: kept !== undefined,
    };
    let answer: Answer;
    try {
      answer = await routed(visit);
    } catch (error) {
      // The browser went away while sending: there is nobody to answer and nothing to mend.
      if (request.destroyed && !request.complete) return;
      report(error);
      answer = problem(500, 'Something went wrong', PROBLEMS.broken);
    }
    response.writeHead(answer.status, { ...everyResponse, ...answer.headers });
    response.end(answer.body);
  };

  function routed(visit: Visit): Answer | Promise<Answer> {
    const name = /^\/(?:assets|file)\//.exec(visit.path)?.[0] ?? visit.path;
    const route = Object.hasOwn(routes, name) ? routes[name] : undefined;
    if (route === undefined) return problem(404, 'Page not found', PROBLEMS.notFound);
    const method = visit.request.method === 'HEAD' ? 'GET' : visit.request.method;
    const run = method === 'GET' || method === 'POST' ? route[method] : undefined;
    if (run !== undefined) return run(visit);
    return problem(405, 'That did not work', PROBLEMS.wrongMethod, {
      Allow: route.GET ? 'GET, HEAD' : 'POST',
    });
  }

  async function home({ request, identity, known }: Visit): Promise<Answer> {
    const visitor = conversations.find(identity.place);
    const greeting = visitor ? undefined : await greet(request, identity);
    const answer = homeAnswer(200, visitor, { greeting });
    if (!known) answer.headers = { ...answer.headers, 'Set-Cookie': cookie.write(identity) };
    return answer;
  }

  /** The page is useful without a greeting, so a core that cannot give one does not stop it. */
  async function greet(request: IncomingMessage, identity: Identity): Promise<Reply | undefined> {
    if (greetings(addressOf(request)) > 0) return undefined;
    const place = { id: identity.place, shared: false };
    try {
      return await core({
        kind: 'arrived',
        id: `web:${randomId()}`,
        person: identity.person,
        place,
      });
    } catch (error) {
      report(error);
      return undefined;
    }
  }

  /** Every post in its order: ours? readable? not too many? then the work, then the answer in the form it was asked for. */
  async function post(
    visit: Visit,
    work: (fields: Fields, identity: Identity) => Promise<Outcome>,
    only?: 'json only',
  ): Promise<Answer> {
    const { request, identity, known } = visit;
    const type = request.headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase();
    const isJson = type === 'application/json';
    let fields: Fields = new Map();
    const failed = ({ status, message, seconds }: Failure): Answer => {
      const wait: Record<string, string> = {
        ...(seconds !== undefined && { 'Retry-After': String(seconds) }),
        // What is left of a refused body is not waited for.
        ...(status === 413 && { Connection: 'close' }),
      };
      if (isJson || only) return json(status, { error: message }, wait);
      if (status === 400 || status === 403 || status === 413) {
        return problem(status, 'That did not work', message, wait);
      }
      // What can be mended is shown on the page itself, with everything that was typed still there.
      const answer = homeAnswer(status, conversations.find(identity.place), {
        problem: { message, href: placeOf(fields) },
        text: first(fields, 'text'),
        values: typed(fields, identity),
      });
      answer.headers = { ...answer.headers, ...wait };
      return answer;
    };

    let answer: Answer;
    try {
      if (!sameOrigin(request.headers, origin, known)) {
        return failed({ status: 403, message: PROBLEMS.crossSite });
      }
      const body = await bodyText(request);
      if (isJson) fields = parseJson(body);
      else if (type === 'application/x-www-form-urlencoded' && !only) fields = parseForm(body);
      else throw new Unreadable('The body is neither a form nor JSON.');
      const asks = fields.has('text') && !isWaiting(conversations.find(identity.place));
      const seconds = (asks ? questions : answers)(addressOf(request), identity.person);
      if (seconds > 0) {
        answer = failed({ status: 429, message: PROBLEMS.tooMany(seconds), seconds });
      } else {
        const outcome = await work(fields, identity);
        answer = isJson ? json(200, outcome.json()) : outcome.page();
      }
    } catch (error) {
      if (request.destroyed && !request.complete) throw error;
      answer = failed(failureOf(error));
    }
    if (!known) answer.headers = { ...answer.headers, 'Set-Cookie': cookie.write(identity) };
    return answer;
  }

  function failureOf(error: unknown): Failure {
    if (error instanceof TooLarge) return { status: 413, message: PROBLEMS.tooLarge };
    if (error instanceof Unreadable) return { status: 400, message: PROBLEMS.malformed };
    if (error instanceof Unacceptable) return { status: 422, message: error.message };
    report(error);
    return { status: 500, message: PROBLEMS.broken };
  }

  async function ask(fields: Fields, identity: Identity): Promise<Outcome> {
    const before = conversations.find(identity.place);
    const waits = isWaiting(before);
    const { incoming, role } = readSaid(
      fields,
      sender(identity),
      waits ? LONGEST_ANSWER : LONGEST_QUESTION,
    );
    const { text } = incoming;
    const earlier = before?.role;
    const { turn, visitor } = await take(incoming, (reply) =>
      waits ? saidWhileWaiting(text, reply, before) : { kind: 'asked', text },
    );
    if (role) visitor.role = role;
    return told(turn, visitor, {
      text: role ? undefined : text,
      newRole: visitor.role !== earlier,
      waited: waits,
    });
  }

  async function press(fields: Fields, identity: Identity): Promise<Outcome> {
    const { incoming, label } = readPressed(fields, sender(identity));
    const waited = isWaiting(conversations.find(identity.place));
    const { turn, visitor } = await take(incoming, () => ({ kind: 'chose', label }));
    return told(turn, visitor, { waited });
  }

  async function submit(fields: Fields, identity: Identity): Promise<Outcome> {
    const incoming = readSubmitted(fields, sender(identity));
    const { ask, values } = incoming;
    const before = conversations.find(identity.place);
    const questions = answeredQuestions(before, ask, values);
    const waited = isWaiting(before);
    const { turn, visitor } = await take(incoming, () => ({ kind: 'answered', questions }), values);
    return told(turn, visitor, { values, waited });
  }

  async function rate(fields: Fields, identity: Identity): Promise<Outcome> {
    const incoming = readRated(fields, sender(identity));
    const reply = await core(incoming);
    const visitor = conversations.open(identity.place);
    visitor.thanks.set(incoming.answer, reply);
    // The answer to a rating stands where the buttons were; the page names the place in the form.
    const place = /^[\w-]{1,60}$/.exec(first(fields, 'place') ?? '')?.[0] ?? 'turns';
    return {
      page: () => redirect(`/#${place}`),
      json: () => {
        const view = { id: `${place}-thanks`, level: 4, nonce: randomId() } as const;
        return { html: renderReply(reply.blocks, view).html };
      },
    };
  }

  /** One turn: asks the core once for each delivery, and keeps what is shown. */
  async function take(
    incoming: Incoming,
    said: (reply: Reply) => Said,
    values?: Values,
  ): Promise<{ turn: Turn; visitor: Visitor }> {
    const visitor = conversations.open(incoming.place.id);
    const done = visitor.turns.find((turn) => turn.id === incoming.id);
    if (done) return { turn: done, visitor };
    const running = visitor.pending.get(incoming.id) ?? answered();
    return { turn: await running, visitor };

    function answered(): Promise<Turn> {
      const turn = core(incoming)
        .then((reply) => {
          // What may name a child, or tell of one in danger, is not kept here either.
          const secret = reply.dropMessage === true;
          return conversations.add(visitor, {
            id: incoming.id,
            said: secret ? { kind: 'not kept' } : said(reply),
            ...putAside(reply, incoming.person),
            ...(values && !secret && { values }),
          });
        })
        .finally(() => visitor.pending.delete(incoming.id));
      visitor.pending.set(incoming.id, turn);
      return turn;
    }
  }

  /** Files wait on the shelf, so that the conversation does not hold their bytes as well. */
  function putAside(reply: Reply, person: string): Pick<Turn, 'reply' | 'files'> {
    const put = new Map<Block, { href: string; size: number }>();
    const blocks = reply.blocks.map((block) => {
      if (block.kind !== 'file') return block;
      const kept = { ...block, bytes: new Uint8Array() };
      put.set(kept, { href: `/file/${files.put(person, block)}`, size: block.bytes.byteLength });
      return kept;
    });
    return { reply: { ...reply, blocks }, files: put };
  }

  function told(
    taken: Turn,
    visitor: Visitor,
    sent: {
      text?: string | undefined;
      values?: Values;
      newRole?: boolean;
      /** Whether a question waited before this turn. */
      waited?: boolean;
    } = {},
  ): Outcome {
    // A turn that was taken before may have been closed since.
    const turn = visitor.turns.find(({ id }) => id === taken.id) ?? taken;
    const refused = turn.reply.outcome === 'refused';
    const id = `turn-${turn.number}`;
    // Given back once and not kept, so that the person can take the name out and send it again.
    const shown = refused && sent.values ? { ...turn, values: sent.values } : turn;
    const { blocks, problems } = besideFields(turn.reply.blocks, shown.values);
    return {
      page: () =>
        refused
          ? homeAnswer(200, visitor, {
              problem: {
                message: [...problems.values()][0] ?? PROBLEMS.notTaken,
                href: `#${placeOfProblem(turn, problems) ?? id}`,
              },
              text: sent.text,
              newest: shown,
            })
          : redirect(`/#${id}`),
      json: () => {
        const nonce = randomId();
        const before = visitor.turns[visitor.turns.indexOf(turn) - 1];
        const waits = isWaiting(visitor);
        return {
          id,
          html: renderTurn(shown, visitor, nonce).html,
          keepText: refused,
          // An answer leads on to the next question; anything else is to be read first.
          answered: sent.values !== undefined || turn.said.kind === 'wrote',
          says: plainText({ blocks: wordsBefore(blocks).map((text) => ({ kind: 'text', text })) }),
          ...(sent.waited &&
            before && {
              closed: {
                id: `turn-${before.number}`,
                html: renderTurn(before, visitor, nonce).html,
              },
            }),
          ...(sent.waited !== undefined &&
            sent.waited !== waits && { waits, box: questionBox(waits, nonce).html }),
          ...(sent.newRole && {
            suggestions: suggestionList(settings.suggestions, visitor.role, nonce).html,
          }),
        };
      },
    };
  }

  function startAgain({ request, identity, known }: Visit): Answer {
    request.resume();
    if (!sameOrigin(request.headers, origin, known)) {
      return problem(403, 'That did not work', PROBLEMS.crossSite);
    }
    conversations.forget(identity.place);
    // A new place, so that the core does not take the next question for a follow-up; the person stays, and so does a draft.
    const next = { person: identity.person, place: cookie.stranger().place };
    const answer = redirect('/');
    answer.headers = { ...answer.headers, 'Set-Cookie': cookie.write(next) };
    return answer;
  }

  async function health(): Promise<Answer> {
    try {
      await settings.health?.();
      return json(200, { status: 'ok' });
    } catch (error) {
      report(error);
      return json(503, { status: 'not working' });
    }
  }

  function sendAsset({ request, path }: Visit): Answer {
    const asset = loaded.get(path.slice('/assets/'.length));
    if (asset === undefined) return problem(404, 'Page not found', PROBLEMS.notFound);
    return assetAnswer(asset, request.url ?? '', request.headers);
  }

  function sendFile({ path, identity }: Visit): Answer {
    const file = files.get(identity.person, path.slice('/file/'.length));
    if (file === undefined) return problem(404, 'File not found', PROBLEMS.fileGone);
    return download(file);
  }

  function homeAnswer(
    status: number,
    visitor: Visitor | undefined,
    more: Pick<Home, 'greeting' | 'problem' | 'text' | 'values' | 'newest'>,
  ): Answer {
    const { suggestions } = settings;
    return page(
      status,
      homePage({ visitor, suggestions, nonce: randomId(), ...more }, assetAddress),
    );
  }

  function typed(fields: Fields, identity: Identity): Values | undefined {
    return fields.has('ask') ? readSubmitted(fields, sender(identity)).values : undefined;
  }

  function problem(
    status: number,
    title: string,
    message: string,
    headers: Record<string, string> = {},
  ): Answer {
    const answer = page(status, problemPage(title, message, assetAddress));
    return { ...answer, headers: { ...answer.headers, ...headers } };
  }

  function addressOf(request: IncomingMessage): string {
    return clientAddress(
      request.socket.remoteAddress,
      request.headers['x-forwarded-for'],
      settings.proxies ?? 0,
    );
  }
}

/** Where on the page a form that could not be taken stands. */
function placeOf(fields: Fields): string {
  if (fields.has('text')) return '#question';
  return fields.has('role') ? '#role' : '#turns';
}

function sender(identity: Identity) {
  return { ...identity, fallback: randomId() };
}

/** The questions a form answered, when that form is still shown; what was answered is not said. */
function answeredQuestions(visitor: Visitor | undefined, ask: string, values: Values): string[] {
  const form = visitor?.turns.flatMap(({ reply }) => askOf(reply) ?? []).at(-1);
  if (form?.id !== ask) return ['a question'];
  const filled = form.fields.filter(({ id }) =>
    [values[id] ?? ''].flat().some((one) => one !== ''),
  );
  return filled.length > 0 ? filled.map(({ label }) => label) : ['a question'];
}

/**
 * What was typed while a question waits, as it is shown. A question put to the cards is shown; the
 * words of a button are; an answer is not, since it is kept in the draft and nowhere else.
 */
function saidWhileWaiting(text: string, reply: Reply, visitor: Visitor | undefined): Said {
  const bare = (words: string) =>
    words
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, ' ')
      .trim();
  const label = visitor?.turns
    .at(-1)
    ?.reply.blocks.flatMap((block) => (block.kind === 'choices' ? block.choices : []))
    .find((choice) => bare(choice.label) === bare(text))?.label;
  if (label !== undefined) return { kind: 'chose', label };
  if (reply.outcome === 'helped') return { kind: 'wrote' };
  return { kind: 'asked', text, ...(reply.outcome === 'choices' && { brief: true as const }) };
}

/** The id of the first field whose answer was not taken. */
function placeOfProblem(turn: Turn, problems: ReadonlyMap<string, string>): string | undefined {
  const at = askOf(turn.reply)?.fields.findIndex(({ id }) => problems.has(id)) ?? -1;
  return at < 0 ? undefined : fieldPlace(`turn-${turn.number}`, at);
}
