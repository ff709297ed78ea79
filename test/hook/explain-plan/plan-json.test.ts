import { ExitCode } from "../../../lib/contract/exit-code";
import { planOf } from "../../../lib/hook/explain-plan/plan";
import { readPlan } from "../../../lib/hook/explain-plan/plan-json";
import { failureOf } from "../../../lib/hook/failure";

function refusal(text: string): string {
  try {
    readPlan(text, "'plan.json'");
  } catch (error) {
    const { exitCode, message } = failureOf(error);
    expect(exitCode).toBe(ExitCode.badInput);
    return message;
  }
  throw new Error("the text was read");
}

const PLAN = { format_version: "1.2", resource_changes: [] };

test.each([
  ["an empty text", "", "an empty text"],
  ["spaces", " \n", "an empty text"],
  ["HTML", "<!doctype html><html></html>", "HTML or XML"],
  ["a binary plan", "PK\u0003\u0004tfplan", "Terraform's binary plan"],
  ["a human-readable plan", "No changes. Your infrastructure matches the configuration.", "text that is no JSON"],
  ["a truncated plan", JSON.stringify(PLAN).slice(0, -5), "JSON that is not complete or not correct"],
  ["a list", "[]", "JSON that is no object"],
  ["null", "null", "JSON that is no object"],
  ["a state file", '{"version":4,"serial":3,"lineage":"x","resources":[]}', "a state file"],
  ["the JSON of a state", '{"format_version":"1.0","terraform_version":"1.11.4","values":{}}', "the JSON of a state"],
  ["a configuration", '{"terraform":{},"resource":{}}', "a configuration, such as cdk.tf.json,"],
  ["the log of terraform plan", '{"@level":"info","@message":"x"}\n{"@level":"info"}', "the log of 'terraform plan -json'"],
  ["one line of that log", '{"@level":"info","@message":"x"}', "the log of 'terraform plan -json'"],
  ["other JSON", '{"a":1}', "other JSON"],
  ["a plan with a wrong member", '{"format_version":"1.2","resource_changes":7}', "no plan: resource_changes must be"],
])("readPlan throws one sentence if it gets %s", (_, text, got) => {
  const message = refusal(text);
  expect(message).toContain(`the plan must be the JSON of a Terraform plan, got ${got}`);
  expect(message).toContain("in 'plan.json'");
  expect(message).not.toContain("\n");
});

test("readPlan throws if the format is newer, and names the versions that it reads", () => {
  expect(refusal(JSON.stringify({ ...PLAN, format_version: "2.0" }))).toMatch(/got format_version '2.0' .* reads 0 and 1/);
});

test.each(["0.2", "1.0", "1.9"])("readPlan reads format_version %s", (version) => {
  expect(readPlan(JSON.stringify({ ...PLAN, format_version: version, new_member: {} }), "x").format_version).toBe(version);
});

test("planOf takes the time of the plan, and none if there is none", () => {
  const of = (timestamp?: string) => planOf(readPlan(JSON.stringify({ ...PLAN, timestamp }), "x")).timestamp;
  expect(of("2027-03-10T10:00:00Z")).toEqual(new Date("2027-03-10T10:00:00Z"));
  expect(of()).toBeUndefined();
});
