import { App, Fn, Lazy, TerraformOutput, TerraformStack, Testing } from "cdktf";
import { expression } from "../../../lib/constructs/private/expression";
import { unknownNumber, unknownText } from "../../support/azure";
import { rendered, testStack } from "../../support/synth";

const stack = testStack();
const NAME = unknownText(stack, "name");
const COUNT = unknownNumber(stack, "count");
const IDS = Fn.split(",", NAME);

test("writes literals at once", () => {
  const value = { text: "a", list: ["b", "c"], nested: { number: 1, flag: true, nothing: null } };
  expect(expression`jsonencode(${value})`).toBe(
    '${jsonencode({"text" = "a", "list" = ["b", "c"], "nested" = {"number" = 1, "flag" = true, "nothing" = null}})}',
  );
});

test.each([
  ["a text", NAME, "f(var.name)"],
  ["a number", COUNT, "f(var.count)"],
  ["a list", IDS, 'f(split(",", var.name))'],
  ["a list of texts", [NAME, "b"], 'f([var.name, "b"])'],
  ["a value of a map", { name: NAME }, 'f({"name" = var.name})'],
  ["a part of a text", `vm-${NAME}`, 'f("vm-${var.name}")'],
  ["another expression", expression`sort(${IDS})`, 'f(sort(split(",", var.name)))'],
])("writes a reference for a token in %s", (_, value, expected) => {
  expect(rendered(stack, expression`f(${value})`)).toBe(`\${${expected}}`);
});

test.each([
  ["${each.value}", "f(each.value)"],
  ["vm-${each.key}", 'f("vm-${each.key}")'],
  ["${a}-${b}", 'f("${a}-${b}")'],
])("keeps the Terraform template %s that the user wrote", (template, expected) => {
  expect(rendered(stack, expression`f(${template})`)).toBe(`\${${expected}}`);
});

test("escapes quotes in a text", () => {
  expect(expression`f(${'say "yes"'})`).toBe('${f("say \\"yes\\"")}');
});

test("works inside a text and inside cdktf's functions", () => {
  const upper = expression`upper(${NAME})`;
  expect(rendered(stack, `is ${upper}`)).toBe("is ${upper(var.name)}");
  expect(rendered(stack, Fn.lower(upper))).toBe("${lower(upper(var.name))}");
});

test("returns the same expression as cdktf's functions", () => {
  const request = { version: 1, retention: { days: 60 }, ids: IDS, vault: NAME };
  const [ours, theirs] = [expression`base64gzip(jsonencode(${request}))`, Fn.base64gzip(Fn.jsonencode(request))];
  expect(rendered(stack, ours)).toBe(rendered(stack, theirs));
});

test("resolves a deeply nested value once", () => {
  let calls = 0;
  const value = Lazy.stringValue({ produce: () => `text ${++calls}` });
  rendered(stack, expression`f(${{ a: { b: [expression`g(${value})`] } }})`);
  expect(calls).toBe(1);
});

test("reads a value of another stack from its remote state", () => {
  const app = new App();
  const [from, to] = [new TerraformStack(app, "from"), new TerraformStack(app, "to")];
  new TerraformOutput(to, "sorted", { value: expression`sort(${Fn.split(",", unknownText(from, "ids"))})` });
  to.prepareStack();
  expect(Testing.synth(to)).toContain(
    '${sort(split(\\",\\", data.terraform_remote_state.cross-stack-reference-input-from.outputs.cross-stack-output-varids))}',
  );
});
