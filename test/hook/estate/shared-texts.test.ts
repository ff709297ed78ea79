import { sharedTexts } from "../../../lib/hook/estate/shared-texts";

test("returns each text, and equal ones for equal ones", () => {
  const shared = sharedTexts();
  expect(["a", "", "b", "a", ""].map(shared)).toEqual(["a", "", "b", "a", ""]);
});
