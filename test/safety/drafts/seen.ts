/** The batch the detector was improved against. */

import { type BatchWords, lines } from './words.ts';

export const seen: BatchWords = {
  first: lines(
    `
    Jack\nOlivia\nTyler\nKayleigh\nAlfie\nEvie\nLogan\nSummer\nGrace\nHope\nIvy\nMax
    Muhammad\nAisha\nZainab\nHamza\nAarav\nDiya\nHarpreet\nGurveer\nShreya\nInaaya\nRehaan\nTanveer
    Oluwaseun\nChidi\nAmara\nKwame\nNgozi\nAbena\nTendai\nYonas\nFikru\nThandiwe
    Kacper\nZuzanna\nWojtek\nBartosz\nIonut\nAndreea\nDaryna\nOleksandr\nViktoriia\nMilos
    Ffion\nGethin\nCerys\nIeuan\nTadhg\nCaoimhe\nSaoirse\nOisin\nEilidh\nHamish
    Xin Yi\nLinh\nSoraya\nShirin\nRojin\nAzad\nYusra\nKhadija\nAbdirahman\nHodan`.replace(
      /\\n/g,
      '\n',
    ),
  ),
  last: lines(
    `
    Smith\nThompson\nBegum\nPatel\nSidhu\nRahman\nOkonkwo\nAdeyemi\nMensah\nTesfaye
    Kowalczyk\nPopescu\nShevchenko\nNovak\nGriffiths\nPritchard\nMcAllister\nO'Connor\nHughes-Lee\nNguyen
    Atkinson\nHetherington\nWardle\nCoulthard`.replace(/\\n/g, '\n'),
  ),
  named: lines(`
    When the room is noisy, {n} covers both ears and hums.
    In group reading {n} waits for an adult to point to each word.
    {n} finds it hard to start a task without a visual prompt.
    {n} struggles to hold three instructions in mind.
    {n} loves anything about trains and will talk about them at length.
    {n} can count reliably to 20 with objects.
    {n} has made two months' progress over the last two terms.
    {n} is working well below the level of the class in writing.
    Since September {n} has had daily precision teaching.
    At lunchtime {n} plays alone unless a game is set up.
    The TA sits beside {n} for the first ten minutes of each lesson.
    Staff have noticed that {n} copies from a neighbour when unsure.
    We have tried now and next boards with {n} since January.
    The speech therapist asked us to give {n} more time to answer.
    Parents say that {n} is exhausted after school.
    {n}'s reading age is 6 years 2 months.
    In maths {n}'s attention drifts after about four minutes.
    The biggest barrier to {n}'s learning is anxiety about change.
    This gap between {n} and other pupils has widened.
    Without support {n} would not be able to stay in class.
    An adult helps {n} to change for PE.
    {n} told us that maths makes the day feel long.
    Mum would like {n} to have a friend by the summer.
    It takes {n} up to forty minutes to settle after break.
    Last term {n} needed a movement break every fifteen minutes.
    As a result {n} now joins in carpet time for six minutes.
    {n} enjoys drawing, building and being outdoors.
    {n} cannot yet write a sentence that others can read.
    The occupational therapist saw {n} in class for an hour.
    The group is made up of {n} and two other pupils.`),
  cued: lines(`
    This request is for a pupil called {n} in Year 4.
    The child's name is {n} and the main need is SEMH.
    Our pupil, {n}, has had three cycles of support.
    He is known as {n} at home and at school.
    She likes to be called {n} by her friends.
    A boy named {n} shares the same intervention.
    Mum is {n} and she attended the review.
    His sister {n} is in Reception and also has SEN Support.
    The views of {n} were gathered with symbols.
    Mrs {l} has led the group since October.
    Mr {l}, the class teacher, keeps the record.
    The educational psychologist Dr {l} visited in May.
    Dad's name is {n} and he works away.
    Name: {n}, Year 3, SEN Support.`),
  full: lines(`
    {f} has needed one adult close by since starting with us.
    This application is about {f}, who is in Year 5.
    The paediatrician wrote to us about {f} in June.
    We are asking for funding so that {f} can stay in class.
    Advice from the outreach teacher about {f} has been followed.
    {f} was seen by the specialist teacher twice last term.
    {f}'s attendance has fallen to 81%.
    The plan was agreed with {f}'s parents.`),
  initials: lines(`
    {i} finds it hard to wait for a turn.
    In English {i} needs a scribe for longer pieces.
    {i}'s reading age is three years behind.
    The TA works with {i} four times a week.
    Staff report that {i} is calmer after a movement break.
    {i} has had two cycles of Lego Therapy.
    {i} is in Year 4 and cannot yet read the first 100 words.`),
  born: lines(`
    The pupil (DOB {d}) has been on the SEN register since Year 1.
    Date of birth: {d}. Attends full time.
    She was born on {d} and is young in the year.
    D.O.B. {d}, Year 6.
    He was born {d}, six weeks early.
    The pupil's birthday is {d}, so the youngest in class.
    Child in Year 3, {b}, on SEN Support since 2024.`),
  upn: lines(`
    UPN {x}, on the SEN register as K.
    The pupil's UPN is {x}.
    Record {x} shows three cycles of support.
    Our system lists the pupil as {x} with code K.`),
  nhs: lines(`
    NHS number {x}, under the community paediatrician.
    The referral to CAMHS quotes {x} as the reference.
    The letter from therapy has {x} at the top.
    NHS no: {x}; hearing checked in June.`),
  phone: lines(`
    Mum can be reached on {x} after three.
    Parents asked us to ring {x} about the review.
    Contact for home: {x}.
    Dad's mobile, {x}, is the best number.`),
  email: lines(`
    Parents sent their views from {x} in May.
    Please copy mum in at {x} too.
    Views were e-mailed to us by {x}.
    Home contact is {x} (mum).`),
  postcode: lines(`
    The family live in {x}, forty minutes by bus.
    Home postcode {x}, so transport is needed.
    They moved to {x} at Easter and attendance fell.`),
  address: lines(`
    The family moved to {x} in March.
    Home is {x}, which is two buses away.
    Lives at {x} with mum and two sisters.`),
  media: lines(`
    He shares his drawings as {x} and is proud of them.
    Views were taken from a clip on TikTok by {x}.
    Her art account is {x} and has many followers.`),
  harmless: lines(`
    The pupil scored in the low average range on the {t} ({s}).
    On the {t} in Autumn term the result was {s}.
    {t} was used as the baseline and again at review.
    Intervention: {t}, {p}, delivered by a trained TA.
    Support began in September with {t} and continues.
    We used {t} with a group of three for ten weeks.
    {t} sessions take place in the Rainbow Room.
    {t} has helped the pupil to name feelings.
    Scores on {t} rose from 68 to 74.
    The cycle was reviewed on {r} with parents and the pupil.
    Plan agreed {r}; next review due in the Spring term.
    Advice from the {w} was received on {r}.
    The {w} observed the pupil in class on {r}.
    The {w} recommended a daily movement break.
    A referral to {w} was made in May and is still open.
    {w} gave advice on {r} and we put it in place that week.
    Seen by the {w} on {r}, report attached.
    Will the pupil be able to follow a two-step instruction? Not yet.
    Will Year 6 be a hard year? We think so.
    May half term was when the change was first seen.
    In May and June the pupil was absent for nine days.
    By April the pupil could read 34 of the first 100 words.
    Every Monday and Friday the pupil meets the ELSA.
    Mark making is below what is expected for {y}.
    Grace period for late arrival was agreed with the Head.
    The class text is Alice in Wonderland and it is read aloud.
    The pupil loves Harry Potter and Minecraft.
    Makaton signs are used by all staff in {y}.
    Standard score 72, percentile 3, age equivalent 5:04.
    P-scales were used until the pupil left Key Stage 1.
    The pupil is in {y} and works at a Key Stage 1 level.
    Support: {p} with a TA at £16.50 an hour.
    {p} of in-class support from an HLTA, at £18.20.
    Total cost is £7,482.60 for 38 weeks.
    The pupil transferred from a school in Hartlepool in Year 2.
    The family moved from Middlesbrough and English is not the home language.
    Parents speak Polish at home and use an interpreter.
    Mum is worried that Year 7 will be too big a step.
    Dad feels that the school has tried hard.
    Parents are happy with the plan and want more help with sleep.
    The pupil said, "I like it when it is quiet."
    In the pupil's words: "Maths is hard and I get hot."
    The Educational Psychologist suggested a Boxall Profile.
    The SENCO, class teacher and parents met on {r}.
    CAMHS closed the referral in October and gave strategies.
    Speech and Language Therapy set three targets.
    Attendance is 91.4% and there have been 2 suspensions.
    The pupil has a diagnosis of ADHD and takes medication at home.
    A health care plan for epilepsy was updated on {r}.
    Zones of Regulation language is used in every room.
    Phase 3 phonics is not yet secure; 14 of 44 sounds are known.
    The pupil uses a writing slope and pencil grips.
    The pupil can swim, climb and ride a bike.
    Strengths: drawing, kindness, memory for facts about space.
    The pupil needs an adult within reach at all times of change.
    The Nurture Group runs on four afternoons, 6 pupils to 2 adults.
    Outcome: by July 2027 the pupil will write three sentences alone.
    Outcome: by the end of the Summer term, join a game for ten minutes.
    Teaching assistants in Oak Class and Willow Class were trained.
    We looked at the Local Offer and used the Family Hub in Thornaby.
    Reading Recovery ended in {y} without lasting gains.
    English and Maths are taught in a group of eight.
    At Christmas the pupil joined the play for the first time.
    The Head of Year checks in before registration.
    The Virtual School was consulted about the plan.
    Year 4 pupils of the same age write a page; this pupil writes a line.
    Raw score 23, scaled score 4, confidence interval 66-81.
    The pupil scored 01642 on a code task made of five digits.
    Weekly sessions from 12 September 2026 to 18 December 2026.
    The Bradley Review and the Rose Report are on our staff shelf.
    Blank Level 2 questions are answered four times in ten.
    SEN Support began in January 2024.
    The pupil joined us in Reception from a nursery in Darlington.
    TA support was raised from 10 to 15 hours in {y}.
    EP advice: use first-then language and fewer words.
    OT advice is followed at 9.00 and at 1.15.
    Pupil Premium pays for the Breakfast Club.
    Assess, Plan, Do, Review: three cycles are complete.
    The PE lead adapts games so that the pupil can join in.`),
  tools: lines(
    `
    WISC-V\nBPVS\nBoxall Profile\nSDQ\nNELI\nPrecision Teaching\nLexia\nNumicon\nColourful Semantics
    Zones of Regulation\nELSA\nRapid Reading Assessment\nMakaton\nLego Therapy\nSocial Stories\nTalk Boost
    Read Write Inc\nAttention Autism\nPECS\nSandwell\nYARC\nBlank Levels\nDraw and Talk\nRenfrew
    Toe by Toe\nNessy\nBeat Dyslexia\nPhab\nWIAT\nClicker 8`.replace(/\\n/g, '\n'),
  ),
  scores: lines(
    `
    standard score 72\n3rd percentile\nage equivalent 5 years 4 months\n12 out of 30\nstanine 2\n64 (95% CI 59-71)\nSS 70`.replace(
      /\\n/g,
      '\n',
    ),
  ),
  dates: lines(
    `
    12 September 2026\n03/10/2026\n14.1.26\n9th June\n21 Nov 2025\n2026-03-05\n17/06/2025\n5 May 2026\nMarch 2026\n1 April 2026`.replace(
      /\\n/g,
      '\n',
    ),
  ),
  services: lines(
    `
    educational psychologist\nSpeech and Language Therapy\nOccupational Therapist\nCAMHS\ncommunity paediatrician
    Hearing Impairment team\nspecialist teacher\nEarly Help\nSchool Nurse\nOutreach Service\nPhysiotherapist\nVision Support Teacher`.replace(
      /\\n/g,
      '\n',
    ),
  ),
  amounts: lines(
    `
    6 x 20 min\n3 times a week for 15 minutes\n1:1 for 30 mins daily\n2 x 45 minutes weekly\n10 hours a week\n5 x 10 min`.replace(
      /\\n/g,
      '\n',
    ),
  ),
};
