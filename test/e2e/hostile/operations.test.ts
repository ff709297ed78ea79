import { ExitCode } from "../../../lib/contract/exit-code";
import { type Answer, BROKEN, json, refusal, RETRY_AFTER, SIGNATURE, SLOW, text } from "./support/answers";
import { expectHonest } from "./support/expect-honest";
import type { Place } from "./support/places";
import { type Case, Runs } from "./support/runs";

/** The bundled program against hostile answers to a request that starts an operation, and to the reads of its result. */
const EVIL = `https://evil.example.org/operations/x?sig=${SIGNATURE}`;
const backup = (vm: string, more = ""): string => `backup-now {vault} --vm ${vm} --timeout 12 ${more}`.trim();
const trigger: Place["matches"] = ({ method, url }) => method === "POST" && /\/backup\?/.test(url);
const VALIDATION = "restore {vault} {restore} --timeout 12 --plan";
const validation: Place["matches"] = ({ url }) => /\/backupTriggerValidateOperation\?/.test(url);
const results: Place["matches"] = ({ url }) => /\/backupValidateOperationResults\//.test(url);

/** Passes the request on, and answers with other headers. */
const accepted =
  (headers: (real: NodeJS.Dict<string | string[]>) => Readonly<Record<string, string>>, status = 202): Answer =>
  async (response, { azure }) => {
    const real = await azure();
    response.writeHead(status, headers(real.headers)).end();
  };

const TRIGGERS: Readonly<Record<string, Answer>> = {
  "Location of another host": accepted(() => ({ location: EVIL })),
  "Azure-AsyncOperation of another host": accepted(() => ({ "azure-asyncoperation": EVIL })),
  "Azure-AsyncOperation that is no URL": accepted(() => ({ "azure-asyncoperation": "https://localhost/%E0%A4%A" })),
  "Location that leads up": accepted(() => ({ location: "https://localhost/a/..%2F..%2Fx?sig=s1gnature" })),
  "neither header": accepted(() => ({})),
  "a body without an end": BROKEN["a body without an end"] as Answer,
  "a redirect to another host": BROKEN["a redirect to another host"] as Answer,
  "a page of HTML with the request in it": BROKEN["a page of HTML with the request in it"] as Answer,
  "no bytes, and the end": BROKEN["no bytes, and the end"] as Answer,
  "an answer byte by byte": SLOW["a body byte by byte"] as Answer,
  "429 with Retry-After of zero": refusal(429, { "retry-after": "0" }),
  "429 with Retry-After of a year": refusal(429, { "retry-after": RETRY_AFTER["a year"] ?? "" }),
  "500 with Retry-After of a negative number": refusal(500, { "retry-after": "-5" }),
};
const RESULTS: Readonly<Record<string, Answer>> = {
  "a redirect to another host": BROKEN["a redirect to another host"] as Answer,
  "a body without an end": BROKEN["a body without an end"] as Answer,
  "JSON of another shape": text('{"validateOperationResponse":{"validationResults":[{"code":{}}]}}'),
  "a code that nobody knows": json({
    validateOperationResponse: { validationResults: [{ code: "\u001b[2J::error::x", message: `see ${EVIL} ##vso[x]y` }] },
  }),
  "202 without an end": text("", 202, { "retry-after": "0" }),
  "503 with Retry-After of zero": refusal(503, { "retry-after": "0" }),
};

const cases: Record<string, Case> = {};
const vms: string[] = [];
for (const [name, answer] of Object.entries(TRIGGERS)) {
  const vm = `vm-${vms.push(`vm-${vms.length + 1}`)}`;
  const reports = ["json", "markdown", "html", "junit"].map((kind) => `--report-${kind} {dir}/r.${kind}`).join(" ");
  cases[`the request: ${name}`] = { place: { line: backup(vm, reports), about: /./, matches: trigger }, answer };
}
for (const [name, answer] of Object.entries(RESULTS))
  cases[`the validation's result: ${name}`] = { place: { line: VALIDATION, about: /./, matches: results }, answer };
for (const name of ["Location of another host", "Azure-AsyncOperation that is no URL", "neither header"])
  cases[`the validation: ${name}`] = {
    ...{ place: { line: VALIDATION, about: /./, matches: validation } },
    answer: TRIGGERS[name] as Answer,
  };

let runs: Runs;
beforeAll(async () => {
  runs = await Runs.start(cases, vms);
});

const NOT_DONE = [ExitCode.timedOut, ExitCode.backupFailed, ExitCode.azureError, ExitCode.throttledOut];

test.each(Object.keys(cases).filter((name) => name.startsWith("the request")))(
  "follows, or ends with a true exit code, and starts nothing twice: %s",
  async (name) => {
    const ended = await runs.ended(name);
    expectHonest({ ...ended, output: ended.output + ended.files.join("\n") }, NOT_DONE);
    expect(ended.files).toHaveLength(4);
    // Azure has accepted a request that the gateway has passed on.
    if (/Location|Operation|header/.test(name)) expect(ended.met).toBe(1);
    expect(ended.met).toBeLessThan(20);
  },
);

test.each(Object.keys(cases).filter((name) => name.startsWith("the validation")))(
  "says in the plan that Azure did not validate, or what it found: %s",
  async (name) => {
    const ended = await runs.ended(name);
    expectHonest(ended, [ExitCode.done, ...NOT_DONE]);
    expect(ended.output).toMatch(/vm-web|timed out before/);
    expect(ended.met).toBeLessThan(45);
  },
);
