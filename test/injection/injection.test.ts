import { COMMANDS } from "../../lib/hook/commands";
import { isUnderstood, MARK, PAYLOADS, Payloads, spoilt } from "./payloads";
import { COMMANDS_THAT_RUN } from "./runners";
import { type Change, RUNS, Scene, type Written } from "./scene";
import * as sinks from "./sinks";

/** Texts of Azure, of files and of users that some reader would run, in every output of every command. */
let scene: Scene;
beforeAll(async () => {
  scene = await Scene.make();
});
afterAll(() => {
  scene.remove();
});

const LOGS: Readonly<Record<string, { readonly env: NodeJS.ProcessEnv; readonly sink: sinks.Sink }>> = {
  "a terminal": { env: {}, sink: sinks.terminal },
  "GitHub Actions": { env: { GITHUB_ACTIONS: "true" }, sink: sinks.github },
  "Azure Pipelines": { env: { TF_BUILD: "True", AGENT_TEMPDIRECTORY: "/dev/null" }, sink: sinks.azureDevOps },
};
const OF_FILES: Readonly<Record<string, sinks.Sink>> = {
  ...{ json: sinks.json, junit: sinks.junit, markdown: sinks.markdown, html: sinks.html, svg: sinks.html },
  ...{ csv: sinks.csv, ts: sinks.code, assignments: sinks.terminal },
};

/** The readers of what a run prints. */
function readersOf(name: string, log: sinks.Sink): readonly sinks.Sink[] {
  if (name.endsWith("JSON")) return [sinks.json, log];
  if (name.endsWith("Markdown")) return [sinks.markdown, log];
  if (name.endsWith("CSV")) return [sinks.csv, log];
  return name === "adopt to stdout" ? [sinks.code, log] : [log, sinks.shell];
}

/** The expressions of a stack are Terraform's already, and stay what they are. */
function readerOf(name: string, kind: string): sinks.Sink {
  return name === "adopt --from-stack" ? sinks.typescript : (OF_FILES[kind] ?? sinks.terminal);
}

/** The problems of what a run wrote, with the output in which they are. */
function problemsOf(name: string, { stdout, stderr, files }: Written, log: sinks.Sink): string[] {
  const outputs = [
    ...(stdout === "" ? [] : readersOf(name, log).map((sink) => ["stdout", sink, stdout] as const)),
    ...[log, sinks.shell].map((sink) => ["stderr", sink, stderr] as const),
    ...Object.entries(files).map(([kind, text]) => [kind, readerOf(name, kind), text] as const),
  ];
  return outputs.flatMap(([output, sink, text]) => sink(text).map((problem) => `${output}: ${problem}`));
}

const texts = ({ stdout, stderr, files }: Written): string => [stdout, stderr, ...Object.values(files)].join("\n");

/** Changes each text of a JSON file, and the tag in a CSV file. */
const spoiltFile = (payloads: Payloads) => (text: string, name: string) => {
  if (name === "csvFile") return text.replace("daily", JSON.stringify(payloads.next()).slice(1, -1).replaceAll('"', '""'));
  return JSON.stringify(
    spoilt(JSON.parse(text), payloads, name === "policyFile" ? (key) => isUnderstood(key) && key !== "name" : isUnderstood),
  );
};

const reached = new Set<string>();

describe.each(Object.entries(LOGS))("in %s", (_, { env, sink }) => {
  test.each(Object.entries(RUNS))("%s runs nothing of the fields of an answer or a file", async (name, line) => {
    const payloads = new Payloads();
    const change: Change = (answer) => ({ ...answer, body: spoilt(answer.body, payloads) });
    const written = await scene.run(line, { env, change, file: spoiltFile(payloads) });
    expect(problemsOf(name, written, sink)).toEqual([]);
    if (texts(written).includes(MARK)) reached.add(name);
  });
});

test.each(Object.entries(RUNS))("%s runs nothing of a refusal", async (name, line) => {
  const payloads = new Payloads();
  const text = (): string => payloads.next();
  const change: Change = (answer) => ({
    ...{ ...answer, status: 409 },
    body: { error: { code: text(), message: text(), target: text(), details: [{ code: text(), message: text() }] } },
  });
  for (let turn = 0; turn < 3; turn++) {
    const written = await scene.run(line, { change, file: spoiltFile(payloads) });
    expect(problemsOf(name, written, sinks.terminal)).toEqual([]);
    if (texts(written).includes(MARK)) reached.add(name);
  }
});

/** What reads much and prints few of the fields that it needs is left out. */
const READS = Object.entries(RUNS).filter(
  ([name, line]) =>
    !/\{reports\}|--clean|--all|File\}|^cancel|^restore|^drill|JSON| as | to stdout/.test(line + name) || name === "coverage",
);

test.each(READS)("%s runs nothing of a field that it needs", async (name, line) => {
  const keys = new Set<string>();
  const collect: Change = (answer) => {
    JSON.stringify(answer.body, (key, value: unknown) => (typeof value === "string" && keys.add(key), value));
    return answer;
  };
  await scene.run(line, { change: collect });
  const payloads = new Payloads();
  const problems: string[] = [];
  for (const key of keys) {
    const change: Change = (answer) => ({ ...answer, body: spoilt(answer.body, payloads, (one) => one !== key) });
    problems.push(...problemsOf(name, await scene.run(line, { change }), sinks.terminal).map((problem) => `${key}: ${problem}`));
  }
  expect(problems).toEqual([]);
});

test.each(Object.entries(PAYLOADS))("no cell of a CSV file is a formula, for the payload %s", async (_, payload) => {
  const change: Change = (answer) => ({ ...answer, body: spoilt(answer.body, new Payloads([payload])) });
  const written = await scene.run(RUNS["coverage"] ?? "", { change });
  expect(sinks.csv(written.files["csv"] ?? "")).toEqual([]);
});

test.each(Object.entries(PAYLOADS))("an argument of a user is not run, for the payload %s", async (_, payload) => {
  const arguments_ = [
    "status {vault} --vm {x}",
    "restore {vault} --vm {x} --to disks --target-group rg-drill --plan",
    "preview {policyFile} --policy {x}",
    "coverage --tag {x}=1",
    "jobs {vault} --status {x}",
    "cancel {vault} --vm {x}",
    "backup-now {vault} --vm {x} --wait-for accepted {reports}",
  ];
  for (const line of arguments_) {
    const written = await scene.run(line, { values: { x: payload } });
    expect([line, problemsOf(line, written, sinks.terminal)]).toEqual([line, []]);
  }
});

test("the payloads reach the outputs of every command", () => {
  expect(Object.keys(RUNS).filter((name) => !reached.has(name))).toEqual([]);
});

test("every command runs", () => {
  // These two need a port of their own and a subscription, and have tests of their own.
  const names = COMMANDS.map(({ name }) => name).filter((name) => !["emulator", "live-check"].includes(name));
  expect([...COMMANDS_THAT_RUN].sort()).toEqual([...names].sort());
  expect([...new Set(Object.values(RUNS).map((line) => line.split(" ")[0]))].sort()).toEqual([...names].sort());
});
