import { explain, explainOperation, explainRefusal } from "../../../lib/hook/backup-now/explain";
import { ArmError } from "../../../lib/hook/arm/arm-error";

const recommendations = ["Check the VM.", "Protect it anew."];

test("an error nobody knows is given in Azure's words, in full", () => {
  expect(explain([{ number: 7, title: "SomethingNew", text: "It is new.", recommendations }])).toBe(
    "SomethingNew (7): It is new. Recommended: Check the VM. Protect it anew.",
  );
  expect(explain([{ number: undefined, title: undefined, text: "It is new.", recommendations: [] }])).toBe("It is new.");
});

test("a known one has its cause and its remedy behind it", () => {
  expect(explain([{ number: 400094, title: "UserErrorVmNotFoundV2", text: "The VM was not found.", recommendations }])).toBe(
    "UserErrorVmNotFoundV2 (400094): The VM was not found. Recommended: Check the VM. Protect it anew. [the VM was deleted or moved: stop its protection, or create the VM again with the same name and resource group]",
  );
});

test("if Azure gives no error there is no explanation", () => {
  expect(explain([])).toBeUndefined();
  expect(explainOperation(undefined, undefined)).toBe("Azure gives no reason");
});

test("a refusal and a failed operation are explained alike", () => {
  const error = new ArmError("cannot start the backup", { status: 409, code: "BMSUserErrorObjectLocked", detail: "locked" });
  expect(explainRefusal(error)).toMatch(
    /^cannot start the backup: Azure answered 409 BMSUserErrorObjectLocked: locked \[another operation/,
  );
  expect(explainOperation("AzureVmOffline: off", "AzureVmOffline")).toBe(
    "AzureVmOffline: off [the VM or its agent is offline: start the VM and check its agent]",
  );
});
