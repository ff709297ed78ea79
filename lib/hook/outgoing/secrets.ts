/** The replacement for a secret. */
const REDACTED = "***";
/** Shorter values, and words of fewer than eight letters, do not count as secrets: other texts would lose words. */
const SHORTEST = 4;
const SHORTEST_WORD = 8;

/** The secrets of this process, in every encoding in which an answer may echo them. */
const spellings = new Set<string>();
let pattern: RegExp | undefined;

/** Registers a secret. It is removed from every text printed from now on. */
export function keepSecret(secret: string | undefined): void {
  const text = secret?.trim() ?? "";
  if (text.length < SHORTEST || (text.length < SHORTEST_WORD && /^\p{L}+$/u.test(text)) || spellings.has(text)) return;
  for (const spelling of spellingsOf(text)) spellings.add(spelling);
  pattern = undefined;
}

/** Removes the secrets of this process from a text, and everything that looks like one: signatures, tokens, passwords and private keys. */
export function redacted(text: string): string {
  const known = spellings.size === 0 ? text : text.replace((pattern ??= patternOf(spellings)), REDACTED);
  return SECRET_PATTERNS.reduce((rest, [secret, replacement]) => rest.replace(secret, replacement), known);
}

/** Names of variables whose values are secrets. */
const SECRET_NAME =
  /(^|_)(SECRET|PASSWORD|PASSWD|TOKEN|ACCESSTOKEN|API_?KEY|ACCESS_?KEY)$|^ARM_CLIENT_CERTIFICATE$|^IDENTITY_HEADER$/i;
const PROXY_NAME = /^(https?|all)_proxy$/i;

/** Registers the secrets in the environment. */
export function keepSecretsOf(env: NodeJS.ProcessEnv): void {
  for (const [name, value] of Object.entries(env)) {
    if (SECRET_NAME.test(name)) keepSecret(value);
    else if (PROXY_NAME.test(name)) keepSecret(/^(?:[a-z]+:\/\/)?[^/@]*?:([^/]*)@/i.exec(value ?? "")?.[1]);
  }
}

const QUERY_NAMES =
  "sig|signature|s|h|c|t|code|token|access_token|id_token|client_secret|client_assertion|assertion|password|secret";
const FIELD_NAMES =
  "client_secret|clientSecret|client_assertion|assertion|access_token|accessToken|refresh_token|refreshToken|id_token|oidcToken|password|AccountKey|SharedAccessKey";

const SECRET_PATTERNS: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g, REDACTED],
  [/\beyJ[\w-]{5,}\.[\w-]+(?:\.[\w-]*)*/g, REDACTED],
  [/\b(Bearer\s+)[\w.~+/=-]{8,}/gi, `$1${REDACTED}`],
  [/(:\/\/)[^\s/?#@"']+@/g, `$1${REDACTED}@`],
  [new RegExp(`([?&](?:${QUERY_NAMES})=)[^&\\s"'<>#]+`, "gi"), `$1${REDACTED}`],
  [new RegExp(`\\b((?:${FIELD_NAMES})["']?\\s*[:=]\\s*["']?)[^&\\s"'<>,;}]+`, "g"), `$1${REDACTED}`],
];

function spellingsOf(secret: string): string[] {
  const json = JSON.stringify(secret).slice(1, -1);
  const encoded = encodeURIComponent(secret.replaceAll(/\p{Surrogate}/gu, "\uFFFD"));
  const form = new URLSearchParams({ s: secret }).toString().slice(2);
  const html = secret.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  const bytes = Buffer.from(secret);
  const base64 = bytes.toString("base64").replace(/=+$/, "");
  const percents = [encoded, form].flatMap((text) => [text, text.replaceAll(/%[\dA-F]{2}/g, (code) => code.toLowerCase())]);
  const htmls = [
    html,
    html.replaceAll('"', "&quot;").replaceAll("'", "&#39;"),
    html.replaceAll('"', "&#34;").replaceAll("'", "&#x27;"),
  ];
  const lines = secret.split(/\s*[\r\n]+\s*/).filter((line) => line.length >= SHORTEST_WORD);
  const printed = secret.replaceAll(/\p{Cc}+/gu, " ").replaceAll(/##(?=\w*\[)/g, "# #");
  return [
    secret,
    printed,
    json,
    ...percents,
    ...percents.map(encodeURIComponent),
    ...htmls,
    base64,
    bytes.toString("base64url"),
    ...lines,
  ];
}

/** Longest first, because one encoding may contain another. */
function patternOf(texts: Iterable<string>): RegExp {
  const sorted = [...texts].sort((a, b) => b.length - a.length);
  return new RegExp(sorted.map((text) => text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, "\\$&")).join("|"), "g");
}
