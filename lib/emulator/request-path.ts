/** Returns the path of a request's URL, without decoding it. */
export function pathOf(url: string): string {
  const query = url.indexOf("?");
  return query < 0 ? url : url.slice(0, query);
}

/** Decodes a path, if it can be decoded. Clients send both `VM%3B…` and `VM;…`. */
export function readable(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
