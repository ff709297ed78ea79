import { SourceVm } from "../../../lib";
import { unknownNumber, unknownText, vmId } from "../../support/azure";
import { refusal, testStack } from "../../support/synth";

test("accepts an id in any case", () => {
  const id = vmId("vm-Web").replace("resourceGroups", "resourcegroups").replace("virtualMachines", "virtualmachines");
  expect(SourceVm.fromId(id)._id).toBe(vmId("vm-Web"));
});

test.each(["vm-web", `${vmId("vm-web")}/extensions/x`, vmId(""), "", "/subscriptions/x/resourceGroups/y"])(
  "'%s' is refused",
  (id) => {
    expect(refusal(() => SourceVm.fromId(id))).toBe(
      "SourceVm.fromId: vmId must be " +
        "'/subscriptions/<subscription>/resourceGroups/<group>/providers/Microsoft.Compute/virtualMachines/<name>', " +
        `got '${id}'; copy the resource id from the VM's properties`,
    );
  },
);

test("accepts an id that only the deployment knows", () => {
  const id = unknownText(testStack(), "vm");
  expect(SourceVm.fromId(id)._id).toBe(id);
  expect(SourceVm.fromConstruct({ id })._id).toBe(id);
  expect(SourceVm.fromId("${azurerm_linux_virtual_machine.web.id}")._id).toBe("${azurerm_linux_virtual_machine.web.id}");
});

test("throws if the known id of a construct is not valid", () => {
  expect(refusal(() => SourceVm.fromConstruct({ id: "vm-web" }))).toContain("got 'vm-web'");
});

describe("disks", () => {
  const id = vmId("vm-web");

  test.each([[[]], [[-1]], [[0.5]], [[1, 1]]])("LUNs %p are refused", (luns) => {
    for (const name of ["includeDiskLuns", "excludeDiskLuns"]) {
      expect(refusal(() => SourceVm.fromId(id, { [name]: luns }))).toContain(
        `${name} must be at least one LUN, whole numbers from 0, none twice, got ${JSON.stringify(luns)}; name the disks, or leave it out`,
      );
    }
  });

  test("throws if both lists are given", () => {
    expect(refusal(() => SourceVm.fromId(id, { includeDiskLuns: [0], excludeDiskLuns: [1] }))).toContain(
      "excludeDiskLuns must be left out if includeDiskLuns is set, got [1]",
    );
  });

  test("accepts single LUNs that only the deployment knows", () => {
    const lun = unknownNumber(testStack(), "lun");
    expect(() => SourceVm.fromId(id, { includeDiskLuns: [0, lun] })).not.toThrow();
    expect(() => SourceVm.fromId(id, { includeDiskLuns: [-1, lun] })).toThrow("includeDiskLuns must be");
  });
});
