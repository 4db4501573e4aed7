/** What a message asks the guide to do, in the many ways people say it. */

import { type Form, isAsked, nameOf, questionsOf } from './form.ts';

/** Something the guide can do. */
export type Command =
  | { do: 'start'; form: string }
  | { do: 'choose' }
  | { do: 'carry on' | 'where' | 'drafts' | 'back' | 'skip' | 'why' | 'check' | 'panel' | 'costs' }
  | {
      do:
        | 'parked'
        | 'export'
        | 'delete'
        | 'pause'
        | 'update'
        | 'mine'
        | 'help'
        | 'notice'
        | 'false alarm';
    }
  | { do: 'kept' | 'forget' }
  | { do: 'switch'; reference: string }
  | { do: 'park'; note: string }
  | { do: 'go' | 'change'; place: string }
  | { do: 'remove'; place: string }
  | { do: 'report' };

const POLITE =
  /^(?:(?:please|ok|okay|right|now|so|then|hi|hello|hey|thanks|can you|could you|can we|could we|can i|could i|may i|will you|would you|i want to|i'd like to|i would like to|i need to|we need to|we want to|we'd like to|let me|let's|lets|help me|just|want to|need to|id like to|time to|i think i'll|i'll)\b[\s,]*)+/;
const TAIL = /[\s,]*(?:please|thanks|thank you|thx|ta|for now|now|for me|again|then)?[\s.!]*$/;

/** The message without politeness, in small letters. */
export function bareWords(text: string): string {
  const small = text.slice(0, 400).toLowerCase().replace(/[’‘]/g, "'").replace(/\s+/g, ' ').trim();
  const stripped = small
    .replace(/\?+$/, '')
    .replace(POLITE, '')
    .replace(TAIL, '')
    .replace(TAIL, '')
    .trim();
  return stripped === '' ? small : stripped;
}

/** Said with no draft open, too. */
const ANYWHERE: readonly (readonly [RegExp, Command['do']])[] = [
  [
    /^(?:show|list|see|view|open|find|where are)?\s*(?:me )?(?:all )?(?:of )?(?:my|our) (?:saved |open |old )*(?:drafts?|applications?|checks)$/,
    'drafts',
  ],
  [
    /^(?:what|which) (?:drafts|applications) (?:do i have|have i (?:got|started)|are open).*$/,
    'drafts',
  ],
  [/^(?:list )?drafts$/, 'drafts'],
  [
    /^(?:carry|keep|go|move) (?:on|going)(?: with (?:it|that|my (?:draft|application|form)|the (?:draft|application|form)))?$/,
    'carry on',
  ],
  [
    /^(?:continue|resume|proceed|next(?: question)?|back to (?:it|my (?:draft|application|form)|the (?:draft|application|form)|work)|(?:continue|resume|pick up|reopen|open|go back to|return to|finish|carry on with)(?: with)? (?:my|the|that|our) (?:draft|application|form|check)|pick up where (?:i|we) left off|where (?:i|we) left off)$/,
    'carry on',
  ],
  [
    /^(?:where (?:was|were|am|are) (?:i|we)(?: up to| now)?|where did (?:i|we) (?:get to|leave off|stop)|what(?:'?s| is) (?:still )?left(?: to do| to answer)?|what(?:'?s| is) (?:still )?missing|how (?:far|much) (?:have (?:i|we) (?:got|done|left)|am i|is left|to go)(?: through)?|how many (?:questions )?(?:are )?left|progress|status)$/,
    'where',
  ],
  [
    /^what (?:do|does|have|has|will) (?:you|signpost|it|the bot) (?:keep|kept|store|stored|hold|save|know|remember)(?: (?:about|on|of) (?:me|us))?$/,
    'kept',
  ],
  [
    /^(?:what(?:'s| is) (?:kept|stored|held|saved)(?: (?:about|on) me)?|what data do you (?:keep|hold|store|have)(?: (?:about|on) me)?|my data|privacy)$/,
    'kept',
  ],
  [
    /^(?:forget (?:me|about me|everything(?: about me| you know)?)|(?:delete|erase|remove|wipe) (?:all (?:of )?)?(?:my data|everything(?: about me| you have)?|me))$/,
    'forget',
  ],
];

/** Said while a draft is open. */
const IN_DRAFT: readonly (readonly [RegExp, Command['do']])[] = [
  [
    /^(?:go )?back(?: (?:one|a step|a question))?$|^(?:the )?(?:previous|last)(?: (?:one|question))?$|^go back(?: to (?:the )?(?:last|previous) (?:one|question))?$|^undo$/,
    'back',
  ],
  [
    /^(?:skip|pass|miss|leave)(?: (?:it|this|that|this one|that one|this question|the question))?(?: (?:out|blank|for now|for the moment|for today))?$|^not applicable$|^n\/a$|^doesn't apply$/,
    'skip',
  ],
  [
    /^why(?: (?:do|are|would) (?:you|they|we) (?:ask|asking|need|want)(?: (?:that|this|for this|for that|it|to know|me that|me this))*| this| is this (?:asked|needed)| does (?:it|this|that) matter| do (?:you|they) need (?:it|this|that|to know)(?: that| this)?)?$|^what(?:'s| is) (?:this|that|it) for$|^explain(?: (?:this|that|it|the question))?$|^what do you mean$|^(?:more )?help(?: (?:with|on) (?:this|that|it|this question))?$|^example$|^give me an example$/,
    'why',
  ],
  [
    /^check(?: (?:it|this|that|my (?:draft|application)|the (?:draft|application)|everything|over|it over|for me|readiness))*$|^(?:is it|am i|are we|is this|is my (?:draft|application)) (?:ready|complete|finished|done|good enough)(?: to (?:send|go|submit))?$|^(?:readiness|ready)(?: check)?$|^what(?:'s| is) wrong(?: with it)?$|^review(?: (?:it|my draft|the draft))?$|^run (?:the )?checks?$/,
    'check',
  ],
  [
    /^(?:show|see|view|preview|read)(?: me)?(?: what)?(?: the)? (?:panel(?: would| will)?(?: see)?|panel view|summary|whole (?:thing|draft|application)|it all|everything|draft|my (?:draft|answers))$|^preview(?: it)?$|^what (?:would|will|does) the panel see$|^panel view$|^summary$|^read it back$/,
    'panel',
  ],
  [
    /^(?:show|see|view)(?: me)?(?: the)? (?:costs?|sums?|totals?|map|provision map|costed (?:provision )?map|working)$|^(?:costs|totals|the sums|what does it cost|how much is it|how much does it (?:come to|cost))$/,
    'costs',
  ],
  [
    /^(?:export|download|print|save)(?: (?:it|this|that|everything|my|the|all|as|to|in|a|draft|application|check|word|excel|pdf|docx|files?|document|spreadsheet|e-?mail))*$|^(?:give|send|get|make|create|show)(?: me)? (?:the |my |a )?(?:files?|word (?:file|document|doc)|document|docx|spreadsheet|excel|download|e-?mail)$|^word(?: (?:file|document))?$|^(?:i'm|we're|i am|we are) (?:done|finished)$|^(?:done|finish|finished)$/,
    'export',
  ],
  [
    /^(?:delete|erase|remove|bin|scrap|discard|get rid of|throw away|destroy|wipe)(?: (?:it|this|that|my draft|the draft|this draft|that draft|my application|the application|this application|the whole thing|this check|the check))?$/,
    'delete',
  ],
  [
    /^(?:what (?:have i|did i|is|'s) parked|parked|show(?: me)? (?:the )?parked(?: (?:ones|questions|list))?|parked list|what (?:do i|have i) (?:need to|to) chase|who (?:do i|have i) (?:need to|to) chase)$/,
    'parked',
  ],
  [
    /^(?:stop|pause|leave it|quit|exit|close|close it|later|come back later|save and (?:exit|close|leave|stop)|that's (?:it|enough|all)(?: for (?:now|today))?|enough for (?:now|today)|stop (?:here|for now)|i have to go|got to go|break)$/,
    'pause',
  ],
  [
    /^(?:update|upgrade|carry|move|bring)(?: (?:it|this|my|the|draft|application|over))* (?:to )?(?:the )?(?:new|newer|newest|latest|current)(?: (?:form|version|one))*$|^update (?:the )?form$/,
    'update',
  ],
  [
    /^(?:false alarm|(?:that's|it's|its|that is|it is) (?:a false alarm|not a (?:name|person|pupil|child)|fine|no one|nobody|nobody's name)|my safeguarding lead (?:already )?knows.*|the dsl (?:already )?knows.*|dsl (?:already )?knows.*)$/,
    'false alarm',
  ],
  [/^(?:use )?mine$|^use mine(?: instead)?$|^keep mine$/, 'mine'],
  [/^(?:what can i (?:say|do|type)|commands|options|what are my options)$/, 'help'],
  [
    /^(?:read|check|look at|paste)(?: (?:my|our|the|in))* (?:sen )?(?:information )?report(?: text)?$|^paste (?:it|the text)$/,
    'report',
  ],
];

const PARK =
  /^(?:(?:i|we) )?(?:don'?t|do not|dunno|not) (?:(?:really|actually) )?(?:know|sure)?(?: (?:that|this|it))?(?: yet| at the moment| right now| now| off hand| offhand)?(?:[\s,;:.-]+(?:i'?ll |we'?ll |i will |need to |must |will |have to |i need to |i have to )*(?:(?:ask|check with|find out from|chase|waiting (?:for|on)|get (?:it|this) from)\s+)?(.+))?$/;
const PARK_PLAIN =
  /^(?:park(?: (?:it|this|that|this one))?|come back to (?:it|this|that)(?: (?:one|later))?|(?:i'?ll |we'?ll )?(?:do|answer|fill) (?:it|this|that)(?: in)? later|later|not yet|tbc|tbd|dunno|no idea|don'?t know|i don'?t know|unknown|\?+)$/;
const GO =
  /^(?:go|jump|skip|move|take me|switch|turn)(?: back| on| ahead| forward| straight)? to (?:the )?(.+)$|^(?:show me |open )(?:the )?(?:section|question)(?: on| about)? (.+)$/;
const CHANGE =
  /^(?:change|edit|amend|correct|fix|redo|re-do|rewrite|update|alter|revise|replace|add to|answer)(?: (?:my|our|the|what (?:i|we) (?:said|wrote|put) (?:for|about|under)))? (?:answers? (?:to|for|on|about) )?(?:the )?(.+)$|^i (?:got|put) (?:the )?(.+) wrong$/;
const REMOVE =
  /^(?:delete|remove|take out|drop|erase) (?:the )?((?:row|cycle|provision|line|entry|outcome|specialist|service|assessment)s?\b.*|last (?:row|one|cycle|line))$/;
const SWITCH =
  /^(?:open|carry on with|continue(?: with)?|switch to|resume|go to|use)(?: draft| application)? ([a-z0-9][a-z0-9-]{1,11})$/;

/** Words that begin a question to the bot rather than an order. */
const ASKS =
  /^(?:how|what|who|whom|whose|when|where|why|which|does|did|is|are|was|were|should|must|may|shall|has|have)\b|^do (?:i|we|you|they|schools?|governors?|parents?)\b|^do \w+s\b.*\b(?:need|have|get|go|require|count)\b/;

/**
 * Reads a command.
 *
 * @param context the forms there are, the open draft's form if one is open, and the references of the person's drafts
 * @returns undefined when the message is none; never throws
 */
export function readCommand(
  text: string,
  {
    forms,
    open,
    references,
  }: { forms: readonly Form[]; open?: Form | undefined; references: readonly string[] },
): Command | undefined {
  if (text.length > 400 || /\n/.test(text.trim())) return undefined;
  const bare = bareWords(text);
  const named = SWITCH.exec(bare)?.[1];
  const reference = references.find((one) => one.toLowerCase() === (named ?? bare));
  if (reference !== undefined && (named !== undefined || !open)) return { do: 'switch', reference };
  if (open) {
    for (const [pattern, verb] of IN_DRAFT) if (pattern.test(bare)) return { do: verb } as Command;
    if (PARK_PLAIN.test(bare)) return { do: 'park', note: '' };
    const parked = PARK.exec(bare);
    if (parked && /^(?:(?:i|we) )?(?:don'?t|do not|dunno|not sure|not yet|not known)/.test(bare))
      if (
        parked[1] === undefined ||
        /(?:ask|check with|find out|chase|waiting|get (?:it|this) from)/.test(bare) ||
        /\byet\b/.test(bare)
      )
        return { do: 'park', note: parked[1] ?? '' };
    const removed = REMOVE.exec(bare);
    if (removed) return { do: 'remove', place: removed[1] ?? '' };
    const went = GO.exec(bare);
    const place = went?.[1] ?? went?.[2] ?? '';
    // Few words that name no part are told so; many are more likely a question or an answer.
    if (went && (place.split(' ').length <= 3 || findPlace(open, place)))
      return { do: 'go', place };
    const changed = CHANGE.exec(bare);
    if (changed && bare.length < 80 && findPlace(open, changed[1] ?? changed[2] ?? ''))
      return { do: 'change', place: changed[1] ?? changed[2] ?? '' };
  }
  for (const [pattern, verb] of ANYWHERE) if (pattern.test(bare)) return { do: verb } as Command;
  return readStart(text, bare, forms);
}

const START =
  /^(?:start|begin|new|create|make|draft|write|fill (?:in|out)|do|complete|prepare|set up|open|run|launch|kick off|get going (?:on|with)|apply (?:to|for)|check|go through|work through|work on)\b/;

/** What may be begun without saying which. */
const ANY_FORM = /^(?:a |an |the |something )?(?:new )?(?:draft|form|check|one)?$/;

/** Words that say for whom, not what. */
const FOR_WHOM =
  /^(?:year|yr|y\d{1,2}|\d{1,2}|pupil|child|boy|girl|lad|kid|one|somebody|someone|school|class|today)$/;

/** "Start a ONE Point application" starts one; "how do I start one?" and "can we apply without consent" ask. */
function readStart(text: string, bare: string, forms: readonly Form[]): Command | undefined {
  const exact = forms.find(({ starts }) => starts.some((one) => bareWords(one) === bare));
  if (exact) return { do: 'start', form: exact.id };
  if (ASKS.test(bare) || ASKS.test(text.trim().toLowerCase())) return undefined;
  if (
    START.test(bare) &&
    ANY_FORM.test(bare.replace(START, '').trim()) &&
    bare !== bare.replace(START, '').trim() &&
    /\s/.test(bare)
  )
    return { do: 'choose' };
  const said = objectOf(bare);
  if (said.length === 0 || said.length > 8) return undefined;
  const matches = forms.map((form) => {
    const known = new Set(form.starts.flatMap(objectOf));
    const extra = said.filter((word) => !known.has(word) && !FOR_WHOM.test(word));
    const hits =
      extra.length > 0 ? 0 : Math.max(0, ...form.starts.map((one) => shared(objectOf(one), said)));
    return { form, hits };
  });
  const best = matches.filter(({ hits }) => hits > 0).sort((one, two) => two.hits - one.hits);
  // Without a verb the words must be the form's own name, whole.
  if (
    !best[0] ||
    best[0].hits === best[1]?.hits ||
    (!START.test(bare) && best[0].hits < said.length)
  )
    return undefined;
  if (!START.test(bare) && said.length < 2) return undefined;
  // "Do our report" asks for writing, which is not what a check is.
  if (
    best[0].form.noun === 'check' &&
    !/check/.test(bare) &&
    !/^(?:start|begin|open|run|go|work)/.test(bare)
  )
    return undefined;
  return { do: 'start', form: best[0].form.id };
}

/** What is to be started, without the verb and little words. */
function objectOf(phrase: string): string[] {
  const words = bareWords(phrase)
    .replace(START, '')
    .replace(/'s?\b/g, '')
    .split(/[^a-z0-9]+/)
    .filter((word) => word.length > 1 && !LITTLE.has(word))
    .map((word) => word.replace(/ies$/, 'y').replace(/s$/, ''));
  return [...new Set(words)];
}

const LITTLE = new Set(
  'the an my our new for to of on in with it this that up and me at is about regarding'.split(' '),
);

/** All words of one are in the other: "one point application" is in "one point application year 4". */
function shared(one: readonly string[], other: readonly string[]): number {
  return one.length > 0 && one.every((word) => other.includes(word)) ? one.length : 0;
}

/** Where in the form a person means. */
export interface Found {
  /** A question's id, or a section's first. */
  id: string;
  /** From 1, when a row was named: "cycle 2". */
  row?: number;
  column?: string;
}

/**
 * Finds the section or question people name: "costs", "the parents' view", "Q5.3", "cycle 2 result".
 *
 * @returns undefined when nothing in the form is called so
 */
export function findPlace(form: Form, said: string): Found | undefined {
  const words = said
    .toLowerCase()
    .replace(/[’‘]/g, "'")
    .replace(/\b(?:the|section|question|answers?|part|bit|page|on|about|to|for|of|my|our)\b/g, ' ')
    .trim();
  if (words === '') return undefined;
  const all = questionsOf(form).filter(
    ({ question }) => question.type === 'rows' || isAsked(question),
  );
  const code = /^q?\s*(\d{1,2}(?:\.\d{1,2})?)$/.exec(words)?.[1];
  if (code !== undefined) {
    for (const { question, section } of all) {
      if (question.code?.replace(/^[A-Z]+/i, '') === code) return { id: question.id };
      if (question.type === 'rows')
        for (const column of question.columns)
          if (column.code?.replace(/^[A-Z]+/i, '') === code)
            return { id: question.id, column: column.id };
      if (section.number === code) return { id: question.id };
    }
    return undefined;
  }
  const rowNumber = Number(/\b(\d{1,2})\b/.exec(words)?.[1] ?? 0);
  const wanted = keyWords(words.replace(/\b\d{1,2}\b/, ' '));
  let best: { found: Found; score: number } | undefined;
  const offer = (found: Found, names: readonly string[], weight: number) => {
    for (const name of names) {
      const own = keyWords(name);
      const hits = wanted.filter((word) => own.includes(word)).length;
      if (hits === 0) continue;
      const score = (weight * (2 * hits)) / (wanted.length + own.length);
      if (!best || score > best.score) best = { found, score };
    }
  };
  for (const { question, section } of all) {
    const first = section.questions.find((one) => one.type === 'rows' || isAsked(one)) === question;
    if (first) offer({ id: question.id }, [section.title, ...section.also], 1);
    offer(
      { id: question.id },
      [nameOf(question), question.id, ...(question.type === 'rows' ? [question.row] : [])],
      1.02,
    );
    if (question.type === 'rows')
      for (const column of question.columns)
        offer(
          { id: question.id, column: column.id },
          [`${question.row} ${nameOf(column)}`, nameOf(column)],
          0.9,
        );
  }
  if (!best || best.score < 0.45) return undefined;
  return { ...best.found, ...(rowNumber > 0 && { row: rowNumber }) };
}

function keyWords(text: string): string[] {
  return text
    .toLowerCase()
    .replace(/'s?\b/g, '')
    .split(/[^a-z0-9]+/)
    .filter(
      (word) =>
        word.length > 1 &&
        ![
          'the',
          'of',
          'and',
          'or',
          'to',
          'for',
          'in',
          'on',
          'is',
          'are',
          'what',
          'how',
          'has',
          'you',
          'an',
          'about',
        ].includes(word),
    )
    .map((word) => word.replace(/(?:ies)$/, 'y').replace(/s$/, ''));
}
