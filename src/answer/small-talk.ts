/** Messages that ask nothing of the knowledge, and questions about the last answer itself. */

/** What kind of small talk a message is. */
export type SmallTalk = 'greeting' | 'help' | 'thanks' | 'goodbye';

/** What is asked of the last answer: how far it binds, where it says so, how old it is, whom to ask, or more. */
export type AboutLast = 'force' | 'source' | 'date' | 'contact' | 'more';

const SMALL_TALK: readonly (readonly [SmallTalk, RegExp])[] = [
  // Before thanks, which may say "help" too.
  [
    'help',
    /^(help|help me|menu|start|what can (you|u|i) (do|ask|help( me)? with)( here| you)?|what (do|can) i (do|ask)( you)?|how (do|does) (i|this|it) (use|work)( this| you)?|what (is this|are you|do you do)|who are you|what do you know|options|commands|instructions|can you help( me)?|i need (some )?help|are you (a )?(bot|robot|human|real|person|ai|chatgpt))[ .!?]*$/,
  ],
  [
    'thanks',
    /^(ok|okay|great|lovely|brilliant|perfect|cool|nice|that'?s|thats|really|so|very|many|much|helpful|useful|thanks?|thank you|thankyou|thx|ta|cheers|cheers m[ae]+t|for|that|the|your|help|got it|appreciated|you|a|lot|all|good|fab|fabulous|wonderful|amazing|star|are|re|you'?re|again|now|[ ,.!])+$/,
  ],
  [
    'greeting',
    /^(hi|hiya|hello|hey|hullo|good|morning|afternoon|evening|day|there|you|alright|all|right|how are|doing|today|signpost|bot|team|everyone|anyone|is|[ ,.!?])+$/,
  ],
  [
    'goodbye',
    /^(bye|goodbye|bye bye|see (you|ya)( later)?|that'?s all|thats all|have a (good|nice) (day|one|weekend)|no that'?s (all|it)|nothing else|[ ,.!])+$/,
  ],
];

const ABOUT_LAST: readonly (readonly [AboutLast, RegExp])[] = [
  [
    'force',
    /^(?:so |but |and |ok |okay )*(?:is|are|was) (?:that|this|it|they|those|these|all that)(?: one)?(?: actually| really| just| a| an| the| in)* (?:law|legal|legally|statutory|must|should|duty|legal duty|legal requirement|requirement|required|compulsory|mandatory|binding|legally binding|guidance|advice|advisory|optional|recommended|recommendation|local|best practice|good practice)\b/,
  ],
  [
    'force',
    /^(?:so |but |and |ok )*(?:is that|that|this|is it)?(?: a| an)? ?(?:must or (?:a )?should|law or (?:just )?(?:guidance|advice)|legal(?:ly)?\??$|statutory\??$|by law\??$|do we (?:legally )?have to\??$|must we\??$)/,
  ],
  [
    'source',
    /^(?:so |but |and |ok )*(?:(?:what|which)(?:'?s| is) (?:the|your) source|where (?:does|did|do) (?:it|that|this|you|they) (?:say|get|come|find|says)|where(?:'?s| is) (?:that|this|it) (?:from|written|come from)|says who|who says(?: so)?|(?:what|which) (?:para(?:graph)?|section|bit|page|part|chapter|reg(?:ulation)?|law|act|document)(?: of (?:the )?\w+)? (?:is|says|does|did) (?:that|this|it|so)\b|source\b|sources\b|reference\b|citation|how do you know|can you (?:prove|cite) (?:that|it)|where is that in)/,
  ],
  [
    'source',
    /^(?:so |but |and |ok |what'?s |whats |what is |which |give me |got )*(?:the |its |it'?s |a )?(?:(?:send )?code |law |act |exact )?(?:para(?:graph)?|section|clause|reg(?:ulation)?)(?: (?:number|no|ref(?:erence)?))?(?: (?:is (?:it|that)|for (?:that|it)|in the (?:code|act)))?[ ?.!]*$/,
  ],
  [
    'contact',
    /^(?:so |but |and |ok |what'?s |whats |what is |got |have you got |is there |do you have )*(?:the |their |a |an )?(?:(?:phone|telephone|contact|tel) )?(?:number|e-?mail(?: address)?|phone|contact(?: details)?|tel)(?: for (?:them|it|that))?[ ?.!]*$|^(?:and )?how (?:do|can) (?:i|we) (?:contact|ring|reach|e-?mail|get hold of|get in touch with) (?:them|it)[ ?.!]*$/,
  ],
  [
    'date',
    /^(?:so |but |and |ok )*(?:(?:is|are) (?:that|this|it|they) (?:still )?(?:up to date|current|correct|true|in force|right|the latest|recent|valid|accurate)|when was (?:that|this|it) (?:last )?(?:checked|updated|written|reviewed)|how (?:old|recent|current|up to date) is (?:that|this|it)|has (?:that|this|it) changed)/,
  ],
  [
    'more',
    /^(?:tell me more|more|more (?:detail|details|info|information|please)|go on|carry on|anything else|what else|expand|can you expand|say more|in more detail|explain(?: that| it| more)?)(?: about (?:that|it|this))?[ .!?]*$/,
  ],
];

/** @param said a message in small letters, spelling mended */
export function smallTalk(said: string): SmallTalk | undefined {
  return SMALL_TALK.find(([, pattern]) => pattern.test(said))?.[0];
}

/** @param said a message in small letters, spelling mended */
export function aboutLast(said: string): AboutLast | undefined {
  return ABOUT_LAST.find(([, pattern]) => pattern.test(said))?.[0];
}
