/** The Teams app's manifest, filled in from the settings. */

/**
 * Fills in the template.
 *
 * @param template manifest/teams/manifest.json; `${NAME}` stands for a setting
 * @param env `MicrosoftAppId`, `PAGE_ORIGIN`, and where they are not on its own page
 *   `TEAMS_PRIVACY_URL` and `TEAMS_TERMS_URL`
 * @returns the manifest as JSON
 * @throws Error naming the setting that is missing
 */
export function appManifest(
  template: string,
  env: Readonly<Record<string, string | undefined>>,
): string {
  const origin = env.PAGE_ORIGIN;
  const about = origin && URL.canParse(origin) ? new URL('/about', origin).href : undefined;
  const values: Record<string, string | undefined> = {
    MicrosoftAppId: env.MicrosoftAppId,
    PAGE_ORIGIN: about && new URL(about).origin,
    PAGE_HOST: about && new URL(about).host,
    TEAMS_PRIVACY_URL: env.TEAMS_PRIVACY_URL || about,
    TEAMS_TERMS_URL: env.TEAMS_TERMS_URL || about,
  };
  return template.replace(/\$\{(\w+)\}/g, (_, name: string) => {
    const value = values[name];
    if (!value)
      throw new Error(
        `${name === 'PAGE_HOST' ? 'PAGE_ORIGIN' : name} is missing. Set it in the environment or in .env, then make the package again.`,
      );
    return JSON.stringify(value).slice(1, -1);
  });
}
