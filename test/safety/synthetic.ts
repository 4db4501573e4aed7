/** Made-up pupils: the same ones every run, from a seed, and no real person among them. */

/** A sentence, and the details in it that must be found. */
export interface Sample {
  text: string;
  secrets: string[];
}

/** Mulberry32: small, seeded and good enough for drawing lots. */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const words = (list: string) => list.trim().split(/\s+/);

/** Common, and names that no list of ours holds: a cue must be enough for those. */
const FIRST = words(`
  Jack Oliver Amelia Tyler Jayden Kayleigh Muhammad Aisha Ethan Chloe Harry Ellie Charlie Logan Mia
  Zbigniew Oluwaseun Xanthe Ikechukwu Siobhan Anoushka Tadhg Bronwen Rafal Svetlana Dhruv Parveen
  Kwame Ngozi Yetunde Tariq Bartek Wiktoria Lamar Kian Ezekiel Caoimhe Jorja Kaiden Tiago Inaaya
  Hope Grace Will Rose Mason Summer Robin Hunter Faith River`);
const RARE = words(`Zbigniew Oluwaseun Xanthe Ikechukwu Anoushka Tadhg Rafal Svetlana Dhruv Ngozi
  Yetunde Bartek Wiktoria Inaaya Tiago Caoimhe Kaiden Jorja`);
const LAST = words(`
  Smith Jones Taylor Brown Patel Khan O'Brien Hughes-Lee Thompson Adeyemi Wojciechowski Okonkwo
  McAllister Fairclough Ramsbottom Szymanska Venkataraman Hargreaves Oyelaran Featherstone Green`);
const STREETS = words(
  'Acacia Windermere Bishopton Darlington Station Victoria Hawthorn Junction Mill',
);
const ENDS = words('Road Street Avenue Lane Close Drive Crescent Terrace Grove Rd Ave');
const NEEDS = [
  'and needs help with reading',
  'who has autism',
  'and the review is due',
  'what can we apply for?',
  '- EHC assessment?',
  'is on SEN Support',
  'in Year 4',
  '',
];

/** Draws `count` sentences, each with one or two details that identify. */
export function positives(count: number, seed: number): Sample[] {
  const next = seeded(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T;
  const digit = () => String(Math.floor(next() * 10));
  const digits = (length: number) => Array.from({ length }, digit).join('');
  const letter = (from = 'ABCDEFGHJKLMNPQRTUVWXYZ') => pick([...from]);
  const full = () => `${pick(FIRST)} ${pick(LAST)}`;

  const upn = () => {
    const code = `${letter()}${digits(11)}${pick([digit(), letter()])}`;
    return pick([code, code.toLowerCase(), code.replace(/^(.\d{3})(\d{4})(\d{4})/, '$1 $2 $3')]);
  };
  const nhs = () => {
    for (;;) {
      const nine = `${pick(['4', '6', '7'])}${digits(8)}`;
      const sum = [...nine].reduce((total, one, at) => total + Number(one) * (10 - at), 0);
      const check = (11 - (sum % 11)) % 11;
      if (check === 10) continue;
      const ten = `${nine}${check}`;
      return pick([
        ten,
        ten.replace(/^(...)(...)/, '$1 $2 '),
        ten.replace(/^(...)(...)/, '$1-$2-'),
      ]);
    }
  };
  const phone = () =>
    pick([
      `07${digits(3)} ${digits(6)}`,
      `07${digits(9)}`,
      `+44 7${digits(3)} ${digits(6)}`,
      `01642 ${pick(['3', '6', '7'])}${digits(5)}`,
      `(01642) ${pick(['3', '6', '7'])}${digits(5)}`,
      `+447${digits(9)}`,
      `020 7${digits(3)} ${digits(4)}`,
      `07${digits(3)}-${digits(6)}`,
    ]);
  const postcode = () => {
    const code = `${pick(['TS18', 'TS19', 'TS23', 'TS15', 'DL1', 'NE1', 'SW1A', 'M1', 'B33', 'LS27'])} ${digit()}${letter('ABDEFGHJLNPQRSTUWXYZ')}${letter('ABDEFGHJLNPQRSTUWXYZ')}`;
    return pick([code, code.toLowerCase(), code.replace(' ', '')]);
  };
  const plate = () => {
    const code = `${letter()}${letter()}${pick(['19', '20', '21', '70', '15'])} ${letter()}${letter()}${letter()}`;
    return pick([code, code.replace(' ', '')]);
  };
  const ni = () => {
    const code =
      `${letter('ABCEGHJLMPRSTWX')}${letter('ABCEGHJLMPRSTWX')}${digits(6)}${letter('ABCD')}`.replace(
        /^(?:BG|GB)/,
        'AB',
      );
    return pick([code, code.replace(/^(..)(..)(..)(..)/, '$1 $2 $3 $4 ')]);
  };
  const birth = () => {
    const day = 2 + Math.floor(next() * 26);
    const month = 1 + Math.floor(next() * 12);
    const year = 2006 + Math.floor(next() * 15);
    const two = (value: number) => String(value).padStart(2, '0');
    const name = pick(words('Jan Feb March April May June July Aug Sept October Nov December'));
    const written = [
      `${day} ${name} ${year}`,
      `${name} ${day}, ${year}`,
      `${day}th of ${name} ${year}`,
      `${day}-${name}-${two(year % 100)}`,
    ];
    const numeric = [
      `${two(day)}/${two(month)}/${year}`,
      `${day}.${month}.${year}`,
      `${two(day)}-${two(month)}-${year}`,
      `${year}-${two(month)}-${two(day)}`,
    ];
    return {
      any: pick([...written, ...numeric, `${two(day)}/${two(month)}/${two(year % 100)}`]),
      numeric: pick(numeric),
    };
  };
  const email = () =>
    `${pick(FIRST)}.${pick(LAST)}${digits(2)}@${pick(['gmail.com', 'hotmail.co.uk', 'school.stockton.sch.uk', 'stockton.gov.uk'])}`
      .toLowerCase()
      .replace(/'/g, '');
  const handle = () => `${pick(FIRST).toLowerCase()}_${digits(2)}x`;
  const street = () => `${1 + Math.floor(next() * 200)} ${pick(STREETS)} ${pick(ENDS)}`;

  const makers: (() => Sample)[] = [
    // Names, capital letters
    () => name((it) => `my pupil ${it} ${pick(NEEDS)}`, full()),
    () => name((it) => `a pupil called ${it} ${pick(NEEDS)}`, pick([full(), pick(FIRST)])),
    () => name((it) => `a child named ${it} ${pick(NEEDS)}`, pick([full(), pick(FIRST)])),
    () => name((it) => `his name is ${it} ${pick(NEEDS)}`, pick([full(), pick(FIRST)])),
    () => name((it) => `The child's name is ${it}.`, full()),
    () => name((it) => `Name: ${it}`, full()),
    () => name((it) => `mum is ${it}, can she sign?`, full()),
    () => name((it) => `I met the parent of ${it} today`, full()),
    () => name((it) => `a boy in Y4, ${it}, ${pick(NEEDS)}`, `${pick(FIRST)} ${letter()}`),
    () => name((it) => `there's a girl in year 2 (${it}) ${pick(NEEDS)}`, pick(FIRST)),
    () => name((it) => `she's called ${it} ${pick(NEEDS)}`, pick(FIRST)),
    () => name((it) => `his brother ${it} has a plan`, pick(RARE)),
    () => name((it) => `our student ${it}'s review is on Friday`, pick(RARE)),
    () => name((it) => `social worker is ${it}`, full()),
    () => name((it) => `known as ${it} at home`, pick(RARE)),
    () =>
      name(
        (it) =>
          `${pick(['Mr', 'Mrs', 'Miss', 'Ms', 'Dr', 'Mr.', 'Mrs.'])} ${it} wants the EHC plan`,
        pick(LAST),
      ),
    () =>
      name(
        (it) => `I spoke to ${pick(['Mr', 'Mrs', 'Miss', 'Ms', 'Dr'])} ${it} about the draft`,
        pick(LAST),
      ),
    // A listed first name needs no cue.
    () =>
      name(
        (it) =>
          `${it} ${pick(['struggles with reading', 'needs more TA hours', 'hit the target'])}`,
        pick(['Jayden', 'Chloe', 'Muhammad', 'Kayleigh', 'Ethan', 'Aisha', 'Logan']),
      ),
    () =>
      name(
        (it) => `how do I help ${it} with phonics`,
        pick(['Jayden Brown', 'Chloe', 'Tyler Smith', 'Ellie', 'Aisha Khan']),
      ),
    // Small letters
    () => name((it) => `his name is ${it} ${pick(NEEDS)}`, full().toLowerCase()),
    () => name((it) => `a pupil called ${it} ${pick(NEEDS)}`, pick(FIRST).toLowerCase()),
    () => name((it) => `the boy is called ${it} and he is in y3`, pick(FIRST).toLowerCase()),
    () => name((it) => `mrs ${it} is the parent`, pick(LAST).toLowerCase()),
    // Numbers and codes
    () => one('UPN', upn(), ['UPN', 'his UPN is', 'upn:', 'Pupil number', '']),
    () => one('NHS', nhs(), ['NHS number', 'NHS no.', 'his number is', '']),
    () => one('phone', phone(), ["mum's number is", 'ring', 'call dad on', 'tel:', '']),
    () => one('postcode', postcode(), ['lives at', 'postcode', 'he moved to', '']),
    () => one('plate', plate(), ['car reg', 'picked up in', 'registration', '']),
    () => one('ni', ni(), ['NI number', "mum's national insurance", '']),
    () => one('email', email(), ['email', 'contact mum at', 'send it to', '']),
    () =>
      one('birth', birth().any, [
        'dob',
        'DOB:',
        'D.O.B.',
        'date of birth',
        'born',
        'born on',
        'he was born on',
        'birthday is',
      ]),
    () => one('birth', birth().numeric, ['Year 4 pupil', 'Pupil', 'Child', 'SEN Support,', '']),
    () => one('handle', `@${handle()}`, ['insta', 'his snap is', 'message', '']),
    () => one('handle', handle(), ['his snapchat is', 'insta:', 'tiktok name', 'roblox username']),
    () => one('street', street(), ['lives at', 'address:', 'the family moved to', '']),
    () =>
      one(
        'street',
        street()
          .toLowerCase()
          .replace(/ (?:close|drive|grove)$/, ' road'),
        ['lives at', 'home is'],
      ),
    () =>
      one(
        'file',
        `${pick(['Jayden', 'Chloe', 'Tyler'])}_${pick(['Brown', 'Patel', 'Jones'])}_EHCP.${pick(['docx', 'pdf'])}`,
        ['see', 'attached', ''],
      ),
    () =>
      one('initials', `${letter('BCDFGJKLMNW')}.${letter('BCDFGJKLMNW')}.`, [
        'pupil',
        'initials',
        'initials are',
      ]),
    // Two at once
    () => {
      const who = full();
      const date = birth().any;
      return { text: `${who}, dob ${date}, Year 5`, secrets: [who, date] };
    },
    () => {
      const who = pick(['Jayden Brown', 'Chloe Patel', 'Tyler Green', 'Aisha Khan']);
      const code = upn();
      return { text: `Application for ${who} UPN ${code}`, secrets: [who, code] };
    },
  ];
  const name = (say: (it: string) => string, it: string): Sample => ({
    text: say(it),
    secrets: [it],
  });
  const one = (_kind: string, it: string, cues: string[]): Sample => {
    const cue = pick(cues);
    return {
      text: `${cue}${cue ? ' ' : ''}${it}${pick([' thanks', '.', ', can you help', ''])}`,
      secrets: [it],
    };
  };
  return Array.from({ length: count }, (_, at) => (makers[at % makers.length] as () => Sample)());
}

/** Sentences about SEND work that hold names of things, sums, dates and numbers, but nobody. */
export function harmlessLines(count: number, seed: number): string[] {
  const next = seeded(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T;
  const number = (from: number, to: number) => from + Math.floor(next() * (to - from + 1));
  const service = () =>
    pick([
      'Chapel Mediation',
      'Education Endowment Foundation',
      'ONE Point Panel',
      'SENDIASS',
      'Daisy Chain',
      'CAMHS',
      'Early Help',
      'Virtual School',
      'Educational Psychology Service',
      'Speech and Language Therapy',
      'Anna Freud Centre',
      'Stockton Parent Carer Forum',
      'Hartlepool Borough Council',
      'King Edward School',
      "St Mary's Primary",
      'Ian Ramsey Church of England Academy',
      'Thornaby Academy',
      'Makaton',
      'Oliver McGowan training',
      'Boxall Profile',
      'Zones of Regulation',
      'Nuffield Early Language',
      'Read Write Inc',
    ]);
  const law = () =>
    pick([
      'Children and Families Act 2014',
      'SI 2014/1530',
      'Equality Act 2010',
      'SEND Regulations 2014',
      'SEND Code of Practice 2015',
      'KCSIE 2025',
      'the Care Act 2014',
      'Education Act 1996',
      'Schedule 1',
      'section 66(2)',
      'para 6.17',
      'regulation 49(4)',
      'Code 6.36 and 6.40',
      'Clause 65',
    ]);
  const sum = () =>
    pick([
      '£6,000',
      '£10,000',
      '6k',
      '£4,750.50',
      `£${number(1, 9)},${number(100, 999)}`,
      `£${number(10, 40)}.${number(10, 99)} an hour`,
    ]);
  const day = () =>
    pick([
      '1 September 2014',
      '31 December 2026',
      '1 September 2024',
      '15 February',
      '12 June',
      'September 2025',
      'autumn term 2026',
      '31 May',
      `${number(2, 28)} ${pick(['March', 'June', 'October'])} ${number(2024, 2027)}`,
      `${number(10, 28)}/0${number(1, 9)}/${number(2025, 2027)}`,
      '01/09/2014',
    ]);
  const role = () =>
    pick([
      'SENCO',
      'headteacher',
      'governor',
      'TA',
      'class teacher',
      'HLTA',
      'EP',
      'social worker',
      'DSL',
      'link governor',
    ]);
  const need = () =>
    pick([
      'autism',
      'dyslexia',
      'ADHD',
      'SEMH',
      "Down's syndrome",
      'Tourette’s',
      'hearing loss',
      'DLD',
      'cerebral palsy',
      'Duchenne',
      'selective mutism',
      'EBSA',
    ]);
  const makers: (() => string)[] = [
    () => `does ${sum()} cover a ${role()} for ${number(2, 38)} weeks`,
    () => `what does ${law()} say about the ${role()}`,
    () => `when did ${law()} start, ${day()}?`,
    () => `URN ${number(100000, 149999)} total ${number(100000, 999999)}`,
    () => `total ${number(1000, 999999)} pupils ${number(10, 2000)}`,
    () => `who runs ${service()}`,
    () => `can ${service()} help a pupil with ${need()}`,
    () => `ring ${service()} on 01642 527158`,
    () => `SEN Support since ${number(10, 28)}/0${number(1, 9)}/${number(2019, 2023)}`,
    () => `reviewed on ${number(10, 28)}/0${number(1, 9)}/${number(2019, 2026)}`,
    () => `email sensection@stockton.gov.uk by ${day()}`,
    () => `a child called for support in class`,
    () => `it is called ${service()}`,
    () =>
      `a form called ${pick(['ONE Point', 'the panel', 'the costed map', 'APDR', 'a SEN Support Plan'])}`,
    () => `the so called ${pick(['notional budget', 'threshold', 'Local Offer'])}`,
    () => `Pupil Premium and ${need()}`,
    () => `Pupil Referral Unit place for a child with ${need()}`,
    () => `is the ${role()} named in the plan`,
    () => `a named ${role()} for ${need()}`,
    () =>
      `mum is ${pick(['Polish', 'worried', 'happy with this', 'Deaf', 'a TA', 'in agreement', 'not sure', 'Muslim'])}`,
    () => `dad is ${pick(['Bangladeshi', 'away', 'a builder', 'keen', 'unsure'])}`,
    () =>
      `the child is ${pick(['working at Year 2', 'on Band 4', 'French', 'non-verbal', 'In Year 3', 'Autistic'])}`,
    () => `${number(5, 25)} hours a week in close contact with a TA`,
    () => `${number(1, 6)} to ${number(2, 8)} group for ${number(20, 60)} minutes`,
    () => `send it to Dunedin House, Columbia Drive, Thornaby, TS17 6BJ`,
    () => `${role()} in Y${number(1, 9)} 2nd cycle, KS2 1st review`,
    () => `in Year ${number(1, 11)} ${pick(['TA', 'HLTA', 'EP'])} support from ${day()}`,
    () => `The ${role()} must finish by ${day()}`,
    () => `Miss the deadline and you wait for the next ${service()}`,
    () => `miss school because of ${need()}`,
    () => `may will and must: which word is used in ${law()}`,
    () => `mark the form, bill the budget and grant the request by ${day()}`,
    () => `I hope the panel will grant this`,
    () => `does the Green Paper or White Paper change ${law()}`,
    () => `compare ${day()} with ${day()}`,
    () => `costed_provision_map_v${number(1, 9)}.xlsx and SEN_Support_Plan.docx`,
    () => `Is ${need()} a disability under the ${law()}?`,
    () => `Hi, who is the ${role()} for ${service()}?`,
    () => `I'm a ${role()}, I am new`,
    () => `I'm Deaf, is there a text line`,
    () => `${need().toUpperCase()} SUPPORT IN YEAR ${number(1, 11)} PLEASE`,
    () =>
      `ages 0-25, ${number(0, 5)}.${number(10, 99)} percent, ${number(100, 999)} pupils, 2025/26`,
    () => `${number(1, 40)} Pupils on the Green list and ${number(1, 9)} Way meetings`,
    () => `12 month road map and a 2 year plan`,
    () =>
      `ref ${number(1000000000, 1000000009)}1 budget code ${number(10000, 99999)}-${number(100, 999)}`,
    () => `${service()} and ${service()} both say ${sum()}`,
    () => `Child Protection Conference and Child in Need plan`,
    () => `Parents of children with ${need()}`,
    () => `parent of a child with ${need()} asked about ${law()}`,
    () => `Teacher Assessment Framework and Head of Year`,
    () => `@here the panel meets on ${day()}`,
    () => `who is called to the review meeting`,
    () => `I called the SEN section and they called back`,
    () => `the school is known as a Resource Base`,
    () => `Section A, B and F of an EHC plan`,
    () => `Level 2 TA at ${sum()} for 38 weeks is £${number(1000, 9999)}`,
    () => `Her name was left off, his name is missing and my name is spelt wrong`,
    () => `name of the school: not needed`,
  ];
  return Array.from({ length: count }, (_, at) => (makers[at % makers.length] as () => string)());
}
