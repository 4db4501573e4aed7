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
        | 'false alarm'
        | 'lead knows';
    }
  | { do: 'kept' | 'forget' }
  | { do: 'switch'; reference: string }
  | { do: 'park'; note: string }
  | { do: 'go' | 'change'; place: string }
  | { do: 'remove'; place: string }
  | { do: 'report' };

const POLITE =
  /^(?:(?:please|ok|okay|right|now|so|then|hi|hello|hey|thanks|can you|could you|can we|could we|can i|could i|may i|will you|would you|i want to|i'd like to|i would like to|i need to|we need to|we want to|we'd like to|let me|let's|lets|help me|just|want to|need to|id like to|time to|i think i'll|i'll|i'm going to|we're going to)\b[\s,]*)+/;
// A space before: "I don't know" does not end in "now".
const TAIL = /[\s,]+(?:please|thanks|thank you|thx|ta|for now|now|for me|again|then)$/;
const END = /[\s.!]+$/;

/** The message without politeness, in small letters. */
export function bareWords(text: string): string {
  const small = text.slice(0, 400).toLowerCase().replace(/[’‘]/g, "'").replace(/\s+/g, ' ').trim();
  const stripped = small
    .replace(/\?+$/, '')
    .replace(POLITE, '')
    .replace(END, '')
    .replace(TAIL, '')
    .replace(END, '')
    .replace(TAIL, '')
    .replace(END, '')
    .trim();
  return stripped === '' ? small : stripped;
}

/** The draft, in the ways people call it. */
const DRAFT =
  '(?:it|this|that|(?:(?:my|our|the|this|that) )?(?:whole )?(?:one[ -]?point )?(?:draft|application|form|check|thing))';
const ITSELF = '(?:it|this|that)';
const QUESTION = '(?:it|this|that|(?:this|that|the) (?:one|question))';
const WE = '(?:i|we)';
const IS = "(?:'s|s| is| are)";

/** A pattern for the whole message. */
const whole = (...ways: string[]) => new RegExp(`^(?:${ways.join('|')})$`);

type Way = readonly [RegExp, Command['do']];

/** Said with no draft open, too. */
const ANYWHERE: readonly Way[] = [
  [
    whole(
      '(?:(?:show|list|see|view|open|find|where are) )?(?:me )?(?:all )?(?:of )?(?:my|our) (?:saved |open |old )*(?:drafts|applications|checks)',
      `(?:what|which) (?:drafts|applications) (?:do ${WE} have|have ${WE} (?:got|started)|are open).*`,
      `(?:do|have) ${WE} (?:have|got) any (?:drafts|applications)(?: open)?`,
      '(?:show|see|view|find|where is) (?:me )?(?:my|our) (?:draft|application)',
      '(?:list )?drafts',
    ),
    'drafts',
  ],
  [
    whole(
      `(?:carry|keep|go) (?:on|going)(?: with ${DRAFT})?`,
      `(?:(?:carry on|pick up|continue|resume|start) )?(?:from )?where ${WE} (?:left off|stopped|got to)`,
      'continue|resume|proceed|back to work',
      `(?:go )?back to ${DRAFT}`,
      `(?:continue|resume|pick up|reopen|open|return to|finish)(?: with)? (?:my|the|that|our) (?:one[ -]?point )?(?:draft|application|form|check)`,
    ),
    'carry on',
  ],
  [
    whole(
      `(?:(?:show|remind|tell) me )?where (?:was|were|am|are|had) ${WE}(?: got)?(?: up)?(?: to)?`,
      `(?:(?:show|remind|tell) me )?where ${WE} (?:was|were|am|are)(?: up to)?`,
      `where did ${WE} (?:get to|leave off|stop)`,
      `what${IS} (?:still )?(?:left|to do)(?: to (?:do|answer))?`,
      `what have ${WE} still (?:got )?to do`,
      `how (?:far|much|many|long)(?: more)?(?: questions?)? (?:have ${WE} (?:got|done|left)|am i|are we|(?:is |are )?left|to go)(?: through)?`,
      'how (?:much|many) more(?: questions?)?(?: (?:is|are) there)?',
      `(?:am i|are we) (?:nearly|almost) (?:there|done|finished)`,
      '(?:show )?(?:me )?(?:my |our |the )?progress|status',
    ),
    'where',
  ],
  [
    whole(
      '(?:(?:tell|show) me )?what (?:(?:data|information|details) )?(?:do |does |have |has |will )?(?:you|signpost|it|the bot) (?:keep|kept|store|stored|hold|save|know|remember|have)(?: (?:about|on|of) (?:me|us))',
      'what (?:do|does|have|has|will) (?:you|signpost|it|the bot) (?:keep|kept|store|stored|hold|save|know|remember)',
      `what${IS} (?:kept|stored|held|saved)(?: (?:about|on) (?:me|us))?`,
      '(?:do|are|have) you (?:keep|keeping|store|storing|hold|holding|kept) (?:any(?:thing| data| information)|data|information) (?:about|on) (?:me|us)',
      'what data do you (?:keep|hold|store|have)|my data|privacy',
    ),
    'kept',
  ],
  [
    whole(
      'forget (?:all )?(?:about )?me|forget everything(?: (?:about me|you know(?: about me)?))?',
      '(?:delete|erase|remove|wipe) (?:all (?:of )?)?(?:my data|me)',
      '(?:delete|erase|remove|wipe) (?:everything|all|all data|anything) (?:about me|you (?:have|know|keep|hold|store)(?: (?:about|on) me)?)',
    ),
    'forget',
  ],
];

/** Said while a draft is open. */
const IN_DRAFT: readonly Way[] = [
  [
    whole(
      '(?:go |take me )?back(?: (?:one|a step|a question))?|one back',
      '(?:(?:go|back) )?(?:back )?(?:to )?(?:the )?(?:previous|last)(?: (?:one|question))?',
      'undo',
    ),
    'back',
  ],
  [
    whole(
      `(?:skip|pass|miss|leave)(?: ${QUESTION})?(?: (?:out|blank|for the moment|for today))?`,
      '(?:(?:go|move|on) (?:on )?to )?(?:the )?next(?: (?:one|question))?|move on',
      "(?:it )?(?:is )?not applicable|n/a|(?:it |this |that )?(?:doesn't|does not) apply",
    ),
    'skip',
  ],
  [
    whole(
      `why(?: (?:do|are|would|does) (?:you|they|we|the panel) (?:ask|asking|need|want)(?: (?:that|this|for this|for that|it|to know|me that|me this))*)?`,
      `why(?: (?:this|that)(?: one| question)?)?`,
      `why is ${QUESTION} (?:asked|needed)|why does ${QUESTION} matter`,
      `what${IS} (?:${QUESTION}|the point of ${QUESTION}) for|what${IS} the point of ${QUESTION}`,
      `is ${QUESTION} (?:on|in|part of) the (?:council's|councils|real|actual)(?: own)? form`,
      `where (?:does|did) ${QUESTION} come from`,
      `(?:explain|clarify)(?: ${QUESTION})?`,
      `what (?:do|does) (?:you|they|${QUESTION}) (?:mean|want)(?: (?:here|by ${QUESTION}))?`,
      `what (?:should|shall|do|can) ${WE} (?:write|put|say)(?: (?:here|for ${QUESTION}))`,
      `what (?:should|shall) ${WE} (?:write|put|say)`,
      `${WE} (?:don't|do not) understand(?: ${QUESTION})?`,
      `(?:more )?help(?: (?:with|on) (?:this|that|it|this question))`,
      '(?:give|show) (?:me )?an example|example',
    ),
    'why',
  ],
  [
    whole(
      `check(?: (?:${DRAFT}|(?:my|the|our|all) (?:answers|readiness)|everything|over|it over|readiness))*`,
      `(?:is|are|am) (?:i|we|${DRAFT}) (?:all )?(?:ready|complete|finished|done|good enough)(?: (?:to|for) (?:send|go|submit|the panel)(?: ${ITSELF})?)?`,
      '(?:readiness|ready)(?: check)?',
      `what${IS} (?:wrong(?: with it)?|(?:still )?missing)|what(?: have| did) ${WE} miss(?:ed)?`,
      '(?:is |is there )?anything (?:still )?missing',
      `what (?:still|else) (?:needs doing|is needed|needs to be done)(?: before ${WE} (?:send|submit) ${DRAFT})?`,
      `review(?: ${DRAFT})?|run (?:the |all )*checks?`,
    ),
    'check',
  ],
  [
    whole(
      `(?:show|see|view|preview|read)(?: me)?(?: what)?(?: the)? (?:panel(?: would| will)?(?: see)?|panel view|summary|it all|everything|my (?:draft|answers)|${DRAFT})(?: so far)?`,
      `(?:show|see|read)(?: me)? what ${WE}(?:'ve| have) (?:got|written|put|said)(?: so far)?`,
      `what have ${WE} (?:got|written|put|said)(?: so far)?`,
      'preview(?: it)?|(?:what (?:would|will|does) the )?panel (?:see|view)|summary',
      `read ${ITSELF}(?: all)? back(?: to me)?|what does ${DRAFT} look like`,
    ),
    'panel',
  ],
  [
    whole(
      '(?:show|see|view)(?: me)?(?: the)? (?:costs?|sums?|totals?|map|provision map|costed (?:provision )?map|working)',
      `(?:what${IS} )?(?:the )?(?:total )?costs?(?: so far)?|(?:what${IS} )?(?:the )?(?:totals?|sums)(?: so far)?`,
      `(?:what|how much) does ${DRAFT} (?:come to|cost)|how much is ${ITSELF}(?: so far)?`,
      `(?:are we|is ${DRAFT}) (?:over|above|under|below) (?:the )?£?(?:6,?000|6 ?k)(?: threshold)?`,
      `(?:are we|is ${DRAFT}) (?:over|above|under|below) the threshold`,
      `add (?:${ITSELF}|the costs|everything) up|add up (?:${ITSELF}|the costs|everything)`,
    ),
    'costs',
  ],
  [
    whole(
      '(?:export|download|print|save)(?: (?:it|this|that|everything|my|the|all|as|to|in|a|draft|application|check|word|excel|pdf|docx|files?|document|spreadsheet|e-?mail))*',
      `(?:have|give|send|get|make|create|show)(?: me)? (?:the |my |a )*(?:word |excel )?(?:files?|documents?|docs?|docx|spreadsheet|download|e-?mail|word|excel)`,
      `(?:have|get|give me) ${DRAFT} (?:in|as) (?:a )?(?:word|excel|files?)(?: (?:file|document|doc))?`,
      'word(?: (?:file|document))?',
      "(?:(?:i'm|we're|i am|we are) )?(?:done|finished)|finish",
    ),
    'export',
  ],
  [
    whole(
      `(?:delete|erase|remove|bin|scrap|discard|get rid of|throw away|destroy|wipe|cancel)(?: ${DRAFT})`,
      `throw ${DRAFT} away|delete|erase|remove|bin|scrap|discard|wipe`,
    ),
    'delete',
  ],
  [
    whole(
      `(?:show|see|list)?(?: me)? ?(?:what|which(?: ones)?)(?:'s| is| are| have ${WE}| did ${WE}| ${WE})? ?(?:park(?:ed)?|skip(?:ped)?)`,
      '(?:(?:show|see|list) )?(?:me )?(?:the |my )?parked(?: (?:ones|questions|list))?',
      `what (?:do|did|have) ${WE} (?:need |say i'd |say we'd |got )?(?:to )?(?:come back to|leave for later|left for later)`,
      `what${IS} (?:left to come back to|on the (?:parked list|list(?: to come back to)?))`,
      '(?:show |see )?(?:me )?(?:the )?(?:list to come back to|come back to list)',
      `(?:list|show) (?:me )?what ${WE} (?:don't|do not) know(?: yet)?`,
      `(?:what|who) (?:do ${WE}|have ${WE}) (?:need to|to) chase`,
    ),
    'parked',
  ],
  [
    whole(
      '(?:stop|pause|break)(?: (?:here|there|it|this|that))?|(?:(?:i|we) )?(?:take|need|have|want) a break',
      `quit|exit|leave it|close(?: ${DRAFT})?|leave ${DRAFT}`,
      `(?:(?:finish|carry on|continue)(?: ${ITSELF})? |come back )(?:later|tomorrow|another (?:day|time))`,
      'save and (?:exit|close|leave|stop|finish)',
      "(?:(?:that's|that is) (?:it|enough|all)|enough|done)(?: for (?:now|today))",
      "that's (?:it|enough|all)|enough|(?:i |we )?(?:have to|got to|need to|must) (?:go|stop)|stop",
    ),
    'pause',
  ],
  [
    /^(?:update|upgrade|carry|move|bring)(?: (?:it|this|my|the|draft|application|over))* (?:to )?(?:the )?(?:new|newer|newest|latest|current)(?: (?:form|version|one))*$|^update (?:the )?form$/,
    'update',
  ],
  [
    whole(
      "(?:(?:that's|it's|its|that is|it is) )?(?:a )?false alarm",
      "(?:(?:that's|it's|its|that is|it is) not|(?:that|it|this) isn't|not) (?:a|anybody's|anyone's|the pupil's|a child's|a real) (?:name|person|pupil|child)",
      "(?:that's|it's|its|that is|it is) (?:fine|no one|nobody|nobody's name)|(?:nobody|no one) is (?:identified|named)",
      "(?:that's|it's|its|that is|it is) a (?:place|thing|book|programme|scheme|school)(?:,? not a (?:person|name|child|pupil))",
    ),
    'false alarm',
  ],
  [
    /^(?:(?:my|our|the) )?(?:designated )?(?:safeguarding lead|dsl)(?: (?:already )?knows?| is aware| has it| has been told)(?: (?:about (?:it|this|that)|already|of it))*$/,
    'lead knows',
  ],
  [/^(?:use )?mine$|^use mine(?: instead)?$|^keep mine$/, 'mine'],
  [
    whole(
      `what(?: else)? can (?:i|we|you) (?:say|do|type)(?: here)?|(?:what${IS} )?(?:the |my )?(?:commands|options)`,
      `how (?:does this work|do ${WE} use (?:this|it|you))|help(?: me)?|(?:i'm|we're|i am) stuck`,
    ),
    'help',
  ],
  [
    /^(?:read|check|look at|paste)(?: (?:my|our|the|in))* (?:sen )?(?:information )?report(?: text)?$|^paste (?:it|the text)$/,
    'report',
  ],
];

/** Not known, and perhaps whom to ask. */
const PARK =
  /^(?:(?:i|we) )?(?:don'?t|do not) (?:(?:really|actually) )?know(?: (?:that|this|it))?(?: yet| at the moment| right now| off hand| offhand)?(?:[\s,;:.-]+(.+))?$|^(?:i'm |i am |we're |we are )?not sure(?: yet| at the moment| right now)?(?:[\s,;:.-]+(.+))?$/;
const ASK_WHOM =
  /^(?:(?:i'?ll|we'?ll|i will|we will|i'?d|i|we|must|will|would|need to|have to)\s+)*(?:ask|check with|find out from|chase|waiting (?:for|on)|get (?:it|this|that) from)\s+(.+)$/;
const PARK_PLAIN = whole(
  `park(?: ${QUESTION})?`,
  `(?:(?:i|we)(?:'ll| will) )?(?:come back|return) to ${QUESTION}(?: later)?`,
  `(?:(?:i|we)(?:'ll| will) )?(?:do|answer|fill|leave) ${QUESTION}(?: in)?(?: for| till| until)? later|ask me later|later`,
  'not yet|tbc|tbd|to be (?:confirmed|decided)|dunno(?: yet)?|no idea|unknown|\\?+',
  `(?:${WE}(?:'ll|'d| will| would)? )?(?:will |need to |have to )*(?:find out|check)`,
  `${WE} (?:haven't got|don't have|have not got|do not have) (?:it|this|that)(?: (?:yet|to hand|here|with me))*`,
);
const GO =
  /^(?:go|jump|skip|move|take me|switch|turn)(?: back| on| ahead| forward| straight)? to (?:the )?(.+)$|^(?:show me |open )(?:the )?(?:section|question)(?: on| about)? (.+)$/;
/** Few words after these that name no part are told so; after others they are more likely an answer. */
const GO_FOR_SURE = /^(?:go|jump|skip|take me|show|open)\b/;
const CHANGE =
  /^(?:change|edit|amend|correct|fix|redo|re-do|rewrite|update|alter|revise|replace|add to|answer)(?! (?:of|in|for)\b)(?: (?:my|our|the|what (?:i|we) (?:said|wrote|put) (?:for|about|under)))? (?:answers? (?:to|for|on|about) )?(?:the )?(.+)$|^i (?:got|put) (?:the )?(.+) wrong$/;
const ROW = '(?:row|cycle|provision|line|entry|outcome|specialist|service|assessment|item)s?';
const REMOVE = new RegExp(
  `^(?:delete|remove|take out|drop|erase|get rid of) (?:the |this |that )?(${ROW}(?: \\d{1,2})?|(?:last|first|second|third|fourth|fifth) (?:one|${ROW}))$`,
);
const ORDINALS: readonly string[] = ['first', 'second', 'third', 'fourth', 'fifth'];
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
    for (const [pattern, verb] of IN_DRAFT)
      if (pattern.test(bare) && (verb !== 'report' || looksThroughReports(open)))
        return { do: verb } as Command;
    const parked = readPark(bare, text);
    if (parked) return parked;
  }
  for (const [pattern, verb] of ANYWHERE) if (pattern.test(bare)) return { do: verb } as Command;
  const placed = open && readPlace(bare, open);
  if (placed) return placed;
  return readStart(text, bare, forms);
}

/** "Check our report" pastes one only where the form has something to look for in it. */
function looksThroughReports(form: Form): boolean {
  return questionsOf(form).some(
    ({ question }) =>
      question.type === 'rows' && question.each?.some(({ look }) => look.length > 0),
  );
}

function readPark(bare: string, text: string): Command | undefined {
  if (PARK_PLAIN.test(bare)) return { do: 'park', note: '' };
  const match = PARK.exec(bare);
  if (!match) return undefined;
  const rest = match[1] ?? match[2];
  if (rest === undefined) return { do: 'park', note: '' };
  const whom = ASK_WHOM.exec(rest)?.[1];
  return whom === undefined ? undefined : { do: 'park', note: asWritten(whom, text) };
}

/** The end of a message with its capitals. */
function asWritten(small: string, text: string): string {
  const at = text.toLowerCase().lastIndexOf(small);
  return at < 0 ? small : text.slice(at, at + small.length);
}

function readPlace(bare: string, form: Form): Command | undefined {
  const removed = REMOVE.exec(bare)?.[1];
  if (removed !== undefined) {
    const [first = '', ...more] = removed.split(' ');
    const number = ORDINALS.indexOf(first) + 1;
    return { do: 'remove', place: number > 0 ? `${more.join(' ')} ${number}` : removed };
  }
  const went = GO.exec(bare);
  const place = went?.[1] ?? went?.[2] ?? '';
  const sure = GO_FOR_SURE.test(bare);
  if (went && /^(?:start|beginning|top)$/.test(place))
    return { do: 'go', place: form.sections[0]?.title ?? place };
  if (
    went &&
    ((sure && place.split(' ').length <= 3) || findPlace(form, place, sure ? LIKELY : SURE))
  )
    return { do: 'go', place };
  const changed = CHANGE.exec(bare);
  const what = changed?.[1] ?? changed?.[2] ?? '';
  if (changed && bare.length < 80 && findPlace(form, what, SURE))
    return { do: 'change', place: what };
  return undefined;
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
  const exact = forms.find((form) => beginnings(form).some((one) => one.bare === bare));
  if (exact) return { do: 'start', form: exact.id };
  if (ASKS.test(bare) || ASKS.test(text.trim().toLowerCase())) return undefined;
  if (
    START.test(bare) &&
    ANY_FORM.test(bare.replace(START, '').trim()) &&
    bare !== bare.replace(START, '').trim() &&
    /\s/.test(bare)
  )
    return { do: 'choose' };
  const said = objectOf(bareWords(bare));
  if (said.length === 0 || said.length > 8) return undefined;
  const matches = forms.map((form) => {
    const known = new Set(beginnings(form).flatMap(({ object }) => object));
    const extra = said.filter((word) => !known.has(word) && !FOR_WHOM.test(word));
    const hits =
      extra.length > 0
        ? 0
        : Math.max(0, ...beginnings(form).map(({ object }) => shared(object, said)));
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

interface Beginning {
  bare: string;
  object: readonly string[];
}

/** What a form's own ways of being started come to; a form never changes. */
const readBeginnings = new WeakMap<Form, readonly Beginning[]>();

function beginnings(form: Form): readonly Beginning[] {
  const before = readBeginnings.get(form);
  if (before) return before;
  const made = form.starts.map((one) => {
    const bare = bareWords(one);
    return { bare, object: objectOf(bare) };
  });
  readBeginnings.set(form, made);
  return made;
}

/** What is to be started, without the verb and little words. */
function objectOf(bare: string): string[] {
  const words = bare
    .replace(START, '')
    .replace(/'s?\b/g, '')
    .split(/[^a-z0-9]+/)
    .filter((word) => word.length > 1 && !LITTLE.has(word))
    .map((word) => word.replace(/ies$/, 'y').replace(/s$/, ''));
  return [...new Set(words)];
}

const LITTLE = new Set(
  'the an my our new another for to of on in with it this that up and me at is about regarding'.split(
    ' ',
  ),
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

/** How well the words must fit: half of them, or nearly all where a sentence may begin the same way. */
const LIKELY = 0.45;
const SURE = 0.6;

/**
 * Finds the section or question people name: "costs", "the parents' view", "Q5.3", "cycle 2 result".
 *
 * @returns undefined when nothing in the form is called so
 */
export function findPlace(form: Form, said: string, least = LIKELY): Found | undefined {
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
  if (!best || best.score < least) return undefined;
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
