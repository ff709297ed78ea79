import { Aspects } from "cdktf";
import { RequireProtection } from "../../../lib";
import { refusal, synth, testStack } from "../../support/synth";
import { declaredVm } from "./support";

test.each<[unknown, string]>([
  [
    "vm-jumphost",
    `options must be an object such as { exempt: ["vm-jumphost"] }, got 'vm-jumphost'; write the options in braces`,
  ],
  [
    { exempts: ["vm-jumphost"] },
    "exempts must be the name of an option, got one that nothing reads; write exempt if you mean that option, or remove it",
  ],
  [{ exempt: "vm-jumphost" }, "exempt must be a list of names of VMs, got 'vm-jumphost'; put the values in brackets"],
  [
    { exempt: ["${var.name}"] },
    'exempt must be names of VMs, known while the stack is synthesized, got ["${var.name}"]; write each of them out',
  ],
])("throws for the options %j", (options, message) => {
  expect(refusal(() => new RequireProtection(options as never))).toBe(`RequireProtection: ${message}`);
});

test.each([[{}], [{ exempt: [] }], [{ exempt: ["vm-other", "stack/Other"] }]])("throws if %j does not exempt a VM", (options) => {
  const stack = testStack();
  declaredVm(stack, "Web");
  Aspects.of(stack).add(new RequireProtection(options));
  expect(refusal(() => synth(stack))).toContain(
    "[stack/Web] every VM must be protected, got 'stack/Web' of the stack 'stack', which nothing protects; " +
      "protect it, or add it to exempt",
  );
});
