import { TerraformResource } from "cdktf";
import { addressOf, importInto, movedAddressProblems, moveInto } from "../../../lib/constructs/private/state-block";
import { synth, testStack } from "../../support/synth";

const TYPE = "azurerm_backup_protected_vm";

test.each([
  [undefined, `${TYPE}.vms`],
  ["web", `${TYPE}.vms["web"]`],
  ['a"b', String.raw`${TYPE}.vms["a\"b"]`],
  ["${x}%{y}$z", `${TYPE}.vms["$\${x}%%{y}$z"]`],
])("returns the address of the instance %s", (key, address) => {
  const resource = new TerraformResource(testStack(), "vms", { terraformResourceType: TYPE });
  expect(addressOf(resource, key)).toBe(address);
});

test("declares an import and a moved block for each key", () => {
  const stack = testStack();
  const resource = new TerraformResource(stack, "vms", { terraformResourceType: TYPE });
  importInto(resource, resource, "/id");
  importInto(resource, resource, "/id/1", "a-b");
  importInto(resource, resource, "/id/2", "a/b");
  moveInto(resource, resource, `${TYPE}.old`);
  moveInto(resource, resource, `${TYPE}.old["1"]`, "a-b");
  expect(synth(stack).json).toMatchObject({
    import: [
      { to: `${TYPE}.vms`, id: "/id" },
      { to: `${TYPE}.vms["a-b"]`, id: "/id/1" },
      { to: `${TYPE}.vms["a/b"]`, id: "/id/2" },
    ],
    moved: [
      { from: `${TYPE}.old`, to: `${TYPE}.vms` },
      { from: `${TYPE}.old["1"]`, to: `${TYPE}.vms["a-b"]` },
    ],
  });
  expect(resource.node.children.map(({ node }) => node.id)).toEqual([
    "Import",
    "Import-a--b",
    "Import-a-sb",
    "Moved",
    "Moved-a--b",
  ]);
});

test.each([
  [`${TYPE}.vms`, true],
  [`${TYPE}.vms["web"]`, true],
  [`module.app.module.x["1"].${TYPE}.vms`, true],
  [`module.${TYPE}.vms`, false],
  [`azurerm_other.vms`, false],
  [`x${TYPE}.vms`, false],
  [`${TYPE}.vms[]`, false],
  [`${TYPE}.vms.id`, false],
  [`\${${TYPE}.vms}`, false],
])("checks the address %s", (address, isValid) => {
  const problem =
    `address must be the address of an ${TYPE}, known while the stack is synthesized, got '${address}'; ` +
    "copy it from 'terraform state list'";
  expect(movedAddressProblems(address, TYPE)).toEqual(isValid ? [] : [problem]);
});
