/** What a payload would make if it ran: a sink's check looks for it. */
export const MARK = "pwned";

/** Texts that some reader of an output would run, by the reader. */
export const PAYLOADS = {
  github: `::error title=x::${MARK}`,
  lineOfGithub: `x\r\n::set-env name=x::${MARK}`,
  azureDevOps: `x ##vso[task.setvariable variable=x]${MARK} ##[error]${MARK}`,
  terminal: `\u001b]0;${MARK}\u0007\u001b[2J\u009b1m\u202e\u2028\u0000\b`,
  shell: `x'"; touch ${MARK}; $(touch ${MARK}) \`touch ${MARK}\` #`,
  terraform: '${file("/' + MARK + '")} %{ if true }' + MARK + "%{ endif }",
  html: `"'><script>${MARK}()</script><img src=x onerror=${MARK}()>`,
  markdown: `|[x](javascript:${MARK})![x](https://${MARK}.example/x) \`\`\`\n# ${MARK}\n<b>|`,
  xml: `]]><${MARK}/>&${MARK};<!--`,
  formula: `=HYPERLINK("https://${MARK}.example")`,
  formulaOfPlus: `+cmd|' /C calc'!${MARK}`,
  formulaOfMinus: `-2+3+cmd|'${MARK}'`,
  formulaOfAt: `@SUM(${MARK})`,
  formulaAfterTab: `\t=${MARK}`,
  code: `*/ ${MARK}(); /* \${${MARK}()} \u2028 \\" + ${MARK}() + \\"`,
  prototype: "__proto__",
} as const;

const ALL = Object.values(PAYLOADS);

/** Payloads in turn, so that each field of many gets another one. */
export class Payloads {
  private used = 0;

  constructor(private readonly among: readonly string[] = ALL) {}

  next(): string {
    return this.among[this.used++ % this.among.length] ?? "";
  }
}

/** Fields without which a command cannot go on: names, ids, times and states. Their values are checked, and hardly ever printed. */
const UNDERSTOOD =
  /id$|ids$|time$|times$|^name$|^type$|^status$|^location$|^operation$|containerName|lastRecoveryPoint|scheduleRun|runTimes|timeZone|frequency|nextLink|state$|type$|storageType|durationType|^(sku|kind|tier|tieringMode)$|^actions$|daysOfTheWeek|weeksOfTheMonth|friendlyName$|taskId|^(count|resultTruncated)$|^VM Name$|managedBy|RecoveryPointTime|^sourceResourceId$|Virtual|Target|Staging|Storage|Config|Recovery/i;

export const isUnderstood = (key: string): boolean => UNDERSTOOD.test(key);

/** Returns an answer with a payload in each of its texts, but for those that `isKept` names. */
export function spoilt(value: unknown, payloads: Payloads, isKept = isUnderstood): unknown {
  const change = (part: unknown, key: string): unknown => {
    if (typeof part === "string") return isKept(key) ? part : payloads.next() + part;
    if (Array.isArray(part)) return part.map((one) => change(one, key));
    if (typeof part !== "object" || part === null) return part;
    return Object.fromEntries(Object.entries(part).map(([name, one]) => [name, change(one, name)]));
  };
  return change(value, "");
}
