/** The path of a request's URL, as it was sent. */
export function pathOf(url: string): string {
  const query = url.indexOf("?");
  return query < 0 ? url : url.slice(0, query);
}

/** A path without its percent signs if it can be read so: clients send `VM%3B…` and `VM;…`. */
export function readable(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
