/** All identities of `@person`, as a list for SQL: it, what it is linked to, and what else is linked to that. */
export const IDENTITIES = `(
  SELECT @person
  UNION SELECT owner FROM links WHERE person = @person
  UNION SELECT person FROM links WHERE owner = @person
    OR owner = (SELECT owner FROM links WHERE person = @person)
)`;
