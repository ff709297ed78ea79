import { App, Fn, Lazy, TerraformOutput, TerraformStack, Testing } from "cdktf";
import { expression } from "../../../lib/constructs/private/expression";
import { unknownNumber, unknownText } from "../../support/azure";
import { rendered, testStack } from "../../support/synth";

const stack = testStack();
const NAME = unknownText(stack, "name");
const COUNT = unknownNumber(stack, "count");
const IDS = Fn.split(",", NAME);

test("what is known while the stack is synthesized is written at once", () => {
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
])("%s that only the deployment knows is referred to", (_, value, expected) => {
  expect(rendered(stack, expression`f(${value})`)).toBe(`\${${expected}}`);
});

test.each([
  ["${each.value}", "f(each.value)"],
  ["vm-${each.key}", 'f("vm-${each.key}")'],
  ["${a}-${b}", 'f("${a}-${b}")'],
])("the template %s, which the user wrote out, is one of Terraform's still", (template, expected) => {
  expect(rendered(stack, expression`f(${template})`)).toBe(`\${${expected}}`);
});

test("a text with quotes stays a text", () => {
  expect(expression`f(${'say "yes"'})`).toBe('${f("say \\"yes\\"")}');
});

test("it is part of a text, and of what cdktf writes itself", () => {
  const upper = expression`upper(${NAME})`;
  expect(rendered(stack, `is ${upper}`)).toBe("is ${upper(var.name)}");
  expect(rendered(stack, Fn.lower(upper))).toBe("${lower(upper(var.name))}");
});

test("it comes to what cdktf's functions come to", () => {
  const request = { version: 1, retention: { days: 60 }, ids: IDS, vault: NAME };
  const [ours, theirs] = [expression`base64gzip(jsonencode(${request}))`, Fn.base64gzip(Fn.jsonencode(request))];
  expect(rendered(stack, ours)).toBe(rendered(stack, theirs));
});

test("however deep a value is nested, it is resolved once", () => {
  let asked = 0;
  const value = Lazy.stringValue({ produce: () => `text ${++asked}` });
  rendered(stack, expression`f(${{ a: { b: [expression`g(${value})`] } }})`);
  expect(asked).toBe(1);
});

test("a value of another stack is read from there", () => {
  const app = new App();
  const [from, to] = [new TerraformStack(app, "from"), new TerraformStack(app, "to")];
  new TerraformOutput(to, "sorted", { value: expression`sort(${Fn.split(",", unknownText(from, "ids"))})` });
  to.prepareStack();
  expect(Testing.synth(to)).toContain(
    '${sort(split(\\",\\", data.terraform_remote_state.cross-stack-reference-input-from.outputs.cross-stack-output-varids))}',
  );
});
