import { parseUrl } from "../../../lib/hook/arm/parse-url";

test("returns the URL of a host with an umlaut, each of many times", () => {
  const hosts = Array.from({ length: 20_000 }, () => parseUrl("http://bücher.example:3128")?.hostname);
  expect(new Set(hosts)).toEqual(new Set(["xn--bcher-kva.example"]));
});

test.each([undefined, "", "bücher.example", "http://", "https://host:port"])("returns undefined for %p", (text) => {
  expect(parseUrl(text)).toBeUndefined();
});
