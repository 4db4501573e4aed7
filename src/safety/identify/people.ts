/** Words for people, by which a name beside them is known for a pupil's or an adult's. */

/** A child, by whatever word. */
export const PUPIL = new Set(
  'pupil pupils child children kid boy boys girl girls lad lass student students learner youngster son daughter brother sister twin sibling nephew niece grandson granddaughter toddler teenager one baby friend cousin'.split(
    ' ',
  ),
);

/** A grown-up around a child. */
export const ADULT = new Set(
  'mum mam mom mother dad father stepdad stepmum stepfather stepmother carer parent nan nana grandma grandad grandmother grandfather uncle aunt auntie guardian teacher tutor ta senco head headteacher worker psychologist therapist gp doctor paediatrician keyworker colleague governor principal deputy social'.split(
    ' ',
  ),
);

/** What stands before a surname. */
export const TITLES = new Set(
  'mr mrs ms miss mx dr prof professor sir madam rev fr mister missus doctor'.split(' '),
);

/** Small words within a name. */
export const LINKS = new Set(
  'de van von der den al el bin ibn ben la le du di da st mc mac o'.split(' '),
);
