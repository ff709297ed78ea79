import { DRILL_ACTIONS, DRILL_SOURCE_ACTIONS, DRILL_TAG_ACTION, RESTORE_TARGET_ACTION } from "../../lib/azure/drill-actions";
import { GUARDED_OPERATIONS } from "../../lib/azure/guarded-operations";

/** Who deploys grants these actions, so that a change of one is a change of roles in production. */
test("the actions of the roles of a drill", () => {
  expect(DRILL_ACTIONS).toMatchSnapshot();
  expect(DRILL_SOURCE_ACTIONS).toEqual([
    "Microsoft.Compute/virtualMachines/write",
    "Microsoft.Compute/virtualMachines/read",
    "Microsoft.Compute/disks/read",
  ]);
  expect(DRILL_TAG_ACTION).toBe("Microsoft.Compute/virtualMachines/read");
});

test("the actions of a drill that makes a VM include those of a drill that makes disks", () => {
  for (const scope of ["vault", "scratchGroup", "stagingAccount"] as const)
    expect(DRILL_ACTIONS.vm[scope]).toEqual(expect.arrayContaining([...DRILL_ACTIONS.disks[scope]]));
  expect(DRILL_ACTIONS.vm.network).toContain(RESTORE_TARGET_ACTION.subnet);
});

test("the operations that a Resource Guard protects, as Azure names them", () => {
  expect(GUARDED_OPERATIONS).toMatchSnapshot();
});
