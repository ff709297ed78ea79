import { ianaTimeZone, windowsTimeZone } from "../../lib/azure/time-zone";

test("finds a time zone by its IANA name and by its Windows name", () => {
  expect(windowsTimeZone("Europe/Paris")).toBe("Romance Standard Time");
  expect(windowsTimeZone("Romance Standard Time")).toBe("Romance Standard Time");
});

test("finds a renamed time zone by its old and its new name", () => {
  expect(windowsTimeZone("Asia/Calcutta")).toBe("India Standard Time");
  expect(windowsTimeZone("Asia/Kolkata")).toBe("India Standard Time");
  expect(windowsTimeZone("Europe/Kiev")).toBe("FLE Standard Time");
  expect(windowsTimeZone("Europe/Kyiv")).toBe("FLE Standard Time");
});

test("returns undefined for an unknown time zone", () => {
  expect(windowsTimeZone("Europe/Atlantis")).toBeUndefined();
  expect(windowsTimeZone("")).toBeUndefined();
});

test("ianaTimeZone returns the IANA name of a Windows zone, undefined if it is unknown", () => {
  expect(ianaTimeZone("W. Europe Standard Time")).toBe("Europe/Berlin");
  expect(ianaTimeZone("Mars Standard Time")).toBeUndefined();
});
