/** Another batch in other words and with other names, never looked at while improving. */

import { type BatchWords, lines } from './words.ts';

export const fresh: BatchWords = {
  first: lines(
    `
    George\nAmelia\nReggie\nLottie\nKian\nDemi\nBrayden\nPoppy\nFaith\nHunter\nRose\nMason
    Ibrahim\nSafa\nHaniya\nBilal\nVivaan\nAnanya\nJaspreet\nManveer\nIshaan\nMehreen\nZayan\nNusrat
    Temitope\nEmeka\nAdaeze\nKofi\nAkosua\nFarai\nSelam\nMulugeta\nNomvula\nBlessing
    Szymon\nOliwia\nKatarzyna\nMarcel\nRadu\nIoana\nNazar\nBohdan\nSvitlana\nDragan
    Carys\nRhodri\nAngharad\nIestyn\nDarragh\nAoife\nClodagh\nFionn\nMhairi\nCallum
    Wei\nThuy\nParisa\nNavid\nDilan\nSherko\nSumayyah\nNaima\nMahad\nIfrah`.replace(/\\n/g, '\n'),
  ),
  last: lines(
    `
    Robinson\nHodgson\nKhatun\nMistry\nDhillon\nChaudhry\nEze\nBalogun\nBoateng\nAbebe
    Wisniewska\nStoica\nBondarenko\nHorvath\nLlewellyn\nProsser\nFerguson\nGallagher\nBarker-Hall\nTran
    Metcalfe\nPickersgill\nRaine\nLongstaff`.replace(/\\n/g, '\n'),
  ),
  named: lines(`
    During assembly {n} sits at the end of a row with an adult.
    {n} becomes upset if the timetable changes.
    {n} reads simple words but guesses longer ones.
    {n} does not yet recognise numbers past ten.
    {n} was supported to join the choir and stayed for the whole term.
    We first raised concerns about {n} in the Autumn term.
    Our aim is that {n} will ask for help with a card.
    If the adult steps away, {n} stops working.
    Other children are kind to {n} but tire of the same game.
    The class teacher meets {n} at the gate each day.
    {n}'s speech is clear to familiar adults only.
    Much of {n}'s day is spent outside the classroom.
    The most recent review showed that {n} had met one of three targets.
    {n} likes football and is proud of her goals.
    {n} prefers to work by the door.
    Compared with peers, {n} writes about a third as much.
    At home {n} sleeps for five hours a night.
    For {n}, the noise of the hall is too much.
    Parents would like more help for {n} at break.
    {n} says the sensory room is the best place.
    To help, {n} uses a task board.
    Progress for {n} has slowed since Easter.
    {n} responds well to praise and clear routine.
    What matters to {n} is seeing the same adult.
    Both adults know {n} well.
    {n} may need a smaller setting at Key Stage 3.
    {n} and one other child share a workstation.
    Over two terms {n} moved from 4 to 19 sight words.`),
  cued: lines(`
    We are writing about a girl called {n} who joined in Year 2.
    The pupil, {n}, has a speech and language need.
    A child named {n} needs the same help.
    Her brother {n} has an EHC plan.
    The pupil goes by {n} in class.
    Mum, {n}, filled in the parents' page.
    Her name is {n}.
    His key worker is Miss {l}.
    Ms {l} runs the nurture room.
    The review was led by Mrs {l} and the class teacher.
    Our EP, Dr {l}, advised shorter tasks.
    His mum's name is {n}.`),
  full: lines(`
    We request outreach for {f} from January.
    {f} joined our Year 4 class from another school.
    Attached is the SEN Support Plan of {f}.
    At the last review {f} met two of three outcomes.
    {f}'s needs are mainly in communication.
    Support for {f} costs more than the school can meet.`),
  initials: lines(`
    {i} becomes anxious when plans change.
    Adults support {i} with toileting.
    {i}'s targets were reviewed in June.
    {i} enjoys stories and songs.
    At break {i} stays near an adult.
    {i} cannot sit on the carpet for more than two minutes.`),
  born: lines(`
    Born {d}; joined us in Nursery.
    DOB: {d} - now in Year 2.
    The pupil's date of birth is {d}.
    He has a birthday on {d}, so he is the oldest in Year 5.
    Year 4 pupil, d.o.b {d}, with hearing loss.
    The pupil ({b}) is in Reception.`),
  upn: lines(`
    Pupil number {x} in our records.
    Unique pupil number: {x}.
    The census entry {x} was changed to K in May.`),
  nhs: lines(`
    The hospital letter is filed under {x}.
    NHS {x} is on every letter from the clinic.
    Audiology reference {x}, seen in July.`),
  phone: lines(`
    The carer's number is {x}.
    Ring nan on {x} if mum is at work.
    Home phone {x}, mornings only.`),
  email: lines(`
    Dad replied from {x} to say he agrees.
    Send the plan to {x} please.
    Mum's e-mail ({x}) is checked daily.`),
  postcode: lines(`
    The taxi collects from {x} at 8.15.
    Address ends {x}.
    Lives at {x} and walks to school with nan.`),
  address: lines(`
    They now live at {x} with grandparents.
    The taxi picks up at {x} each day.
    Nan's house is {x}.`),
  media: lines(`
    The pupil posts songs as {x} each week.
    Parents follow {x} for ideas made by their older son.
    His gaming videos are under {x} online.`),
  harmless: lines(`
    Baseline from the {t}: {s}.
    A repeat of the {t} gave {s}, a small gain.
    The pupil works through {t} with a TA, {p}.
    {t} is delivered by the Learning Mentor.
    Staff were trained in {t} by the {w}.
    We stopped {t} as it did not help.
    After {t} the pupil could retell a story in order.
    With {t} the pupil has learned eleven new signs.
    {t} and a visual timetable are in place.
    Review held {r}. Present: SENCO, teacher, both parents.
    Since the last review on {r} the pupil has moved group.
    The report of the {w} is dated {r}.
    {w} visited on {r} and left a programme.
    We asked the {w} for advice in November.
    Targets from the {w} are worked on {p}.
    The {w} will visit again in the Spring.
    June was hard because of the sports day and trips.
    March results were lower than those of December.
    Sunday nights are difficult, parents report.
    Hope was the word the pupil chose for the display.
    Joy at small wins is clear to all who work with the pupil.
    Art is a strength and Science is liked.
    Bill for the equipment came to £312.40.
    Mark scheme for Year 2 SATs used informally: 9 of 40.
    Max group size is four.
    Summer born, and so among the youngest of the year.
    The pupil enjoys Pokémon, Lego and Thomas the Tank Engine.
    Topics on Ancient Egypt and Vikings held attention well.
    In Geography the pupil can find Africa and Asia on a map.
    The pupil learns beside peers for History, Music and PE.
    Working at Phase 2 of Letters and Sounds in {y}.
    GLD was not met at the end of Reception.
    The pupil moved from Stockton to Redcar and back.
    Home language is Romanian; English was new in {y}.
    Mum feels the pupil is "lost" in a big class.
    Parents say weekends are easier than school days.
    The pupil chose a smiley face for Art and a sad face for Writing.
    "I want a quiet place," the pupil told the ELSA.
    Portage supported the family before Nursery.
    Early Bird Plus was attended by both parents.
    SENDIASS helped the parents to put their views.
    The Code of Practice was followed through three cycles.
    A Pupil Passport is shared with all staff in {y}.
    Sensory circuits run {p} in the hall.
    Cost: HLTA {p} at £19.75, group of 2.
    Cost per year £6,318, of which £6,000 is ours.
    The pupil's standard scores fell between 69 and 85.
    Working memory index 71; processing speed 78.
    Comprehension is at the 5th centile; fluency at the 9th.
    Outcome: by Easter 2027 the pupil will use ten signs.
    By Christmas, four out of five mornings settled in ten minutes.
    Maple Class has 31 pupils and two adults.
    The Sunshine Room and The Den are used as calm spaces.
    Transition to Year 7 starts with visits in the Summer term.
    A Team Around the Family met monthly until {r}.
    Ear defenders, a wobble cushion and Theraputty are used.
    An iPad with Clicker was lent by the ICT team.
    TAs keep a Behaviour Log; there were 14 entries in May and 6 in June.
    HT and SENCO agree that outside help is needed.
    PE and DT lessons need two adults.
    OTs from the clinic came in {y}.
    The pupil takes Melatonin at night, prescribed by the clinic.
    Hearing aids are worn in both ears and checked daily.
    Glasses are worn for close work.
    Chapel Road site has steps, so the pupil uses a ramp.
    Support has cost 12,480 minutes of TA time this year.
    Code 24681 opens the lift the pupil uses.
    The pupil is 1 of 30 in class and 1 of 4 in group.`),
  tools: lines(
    `
    BAS3\nCELF-5\nBoxall\nThrive\nTalkabout\nRead Write Inc. Phonics\nPlus 1 and Power of 2\nDynamo Maths\nWellComm
    Vineland\nConners\nSensory Profile\nLeuven Scales\nPIVATS\nHigh Five\nNumberstacks\nFun Fizz\nWrite from the Start
    Fischer Family Trust\nSnap Maths\nSpeech Link\nLanguage Link\nTEACCH\nIntensive Interaction\nBucket Time
    GL Assessment\nHodder\nSalford Reading Test\nTOWRE-2\nDASH`.replace(/\\n/g, '\n'),
  ),
  scores: lines(
    `
    SS 68\nscaled score 3\nbelow the 1st centile\nreading age 6:03\n18/40\nT-score 71\n77`.replace(
      /\\n/g,
      '\n',
    ),
  ),
  dates: lines(
    `
    8 October 2025\n22/01/2026\n7.7.26\n30th April\n11 Feb 2026\n2025-11-28\n04-06-2026\nJuly 2026\nlast Thursday\n15th May 2025`.replace(
      /\\n/g,
      '\n',
    ),
  ),
  services: lines(
    `
    Educational Psychology Service\nspeech and language therapist\nCommunity Paediatrics\nInclusion Team\nSalT
    Early Years Advisory Teacher\nQualified Teacher of the Deaf\nDaisy Chain\nFamily Support Worker\nschool counsellor\nNeurodevelopmental Pathway\nSocial Worker`.replace(
      /\\n/g,
      '\n',
    ),
  ),
  amounts: lines(
    `
    4 x 25 min\ntwice a week for half an hour\n15 mins a day\n3 x 1 hour weekly\n12.5 hours a week\nfortnightly for 40 minutes`.replace(
      /\\n/g,
      '\n',
    ),
  ),
};
