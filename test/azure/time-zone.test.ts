import { ianaTimeZone, windowsTimeZone } from "../../lib/azure/time-zone";

test("zones are found by either name", () => {
  expect(windowsTimeZone("Europe/Paris")).toBe("Romance Standard Time");
  expect(windowsTimeZone("Romance Standard Time")).toBe("Romance Standard Time");
});

test("a zone is found by its name of before and after a renaming", () => {
  expect(windowsTimeZone("Asia/Calcutta")).toBe("India Standard Time");
  expect(windowsTimeZone("Asia/Kolkata")).toBe("India Standard Time");
  expect(windowsTimeZone("Europe/Kiev")).toBe("FLE Standard Time");
  expect(windowsTimeZone("Europe/Kyiv")).toBe("FLE Standard Time");
});

test("what is no zone has none", () => {
  expect(windowsTimeZone("Europe/Atlantis")).toBeUndefined();
  expect(windowsTimeZone("")).toBeUndefined();
});

test("a Windows zone goes by a place of its own, and an unknown one by none", () => {
  expect(ianaTimeZone("W. Europe Standard Time")).toBe("Europe/Berlin");
  expect(ianaTimeZone("Mars Standard Time")).toBeUndefined();
});
