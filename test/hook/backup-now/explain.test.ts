import { explain, explainOperation, explainRefusal, remediesIn } from "../../../lib/hook/backup-now/explain";
import { ArmError } from "../../../lib/hook/arm/arm-error";

const recommendations = ["Check the VM.", "Protect it anew."];

test("returns Azure's whole text for an unknown error", () => {
  expect(explain([{ number: 7, title: "SomethingNew", text: "It is new.", recommendations }])).toBe(
    "SomethingNew (7): It is new. Recommended: Check the VM. Protect it anew.",
  );
  expect(explain([{ number: undefined, title: undefined, text: "It is new.", recommendations: [] }])).toBe("It is new.");
});

test("adds the cause and the remedy to a known error", () => {
  expect(explain([{ number: 400094, title: "UserErrorVmNotFoundV2", text: "The VM was not found.", recommendations }])).toBe(
    "UserErrorVmNotFoundV2 (400094): The VM was not found. Recommended: Check the VM. Protect it anew. [the VM was deleted or moved: stop its protection, or create the VM again with the same name and resource group]",
  );
});

test("returns no explanation if Azure gives no error", () => {
  expect(explain([])).toBeUndefined();
  expect(explainOperation(undefined, undefined)).toBe("Azure gives no reason");
});

test("explains a refusal and a failed operation alike", () => {
  const error = new ArmError("cannot start the backup", { status: 409, code: "BMSUserErrorObjectLocked", detail: "locked" });
  expect(explainRefusal(error)).toMatch(
    /^cannot start the backup: Azure answered 409 BMSUserErrorObjectLocked: locked \[another operation/,
  );
  expect(explainOperation("AzureVmOffline: off", "AzureVmOffline")).toBe(
    "AzureVmOffline: off [the VM or its agent is offline: start the VM and check its agent]",
  );
});

test("leaves out an error without a text, and joins the others", () => {
  const empty = { number: undefined, title: undefined, text: "", recommendations: [] };
  expect(explain([empty])).toBeUndefined();
  const errors = [{ ...empty, text: "First." }, empty, { ...empty, number: 7 }];
  expect(explain(errors)).toBe("First.; (7)");
});

test("finds the remedies of the known errors in an explanation, each once", () => {
  const offline = explainOperation("AzureVmOffline: off", "AzureVmOffline");
  expect(remediesIn(`${offline}; ${offline}`)).toEqual(["start the VM and check its agent"]);
  const locked = explainOperation("locked", "BMSUserErrorObjectLocked");
  expect(remediesIn(`${offline}; ${locked}`)).toHaveLength(2);
  expect(remediesIn("SomethingNew: It is new.")).toEqual([]);
});
