const checked = new WeakSet();

/** Marks the props of a part as checked by the construct that makes the part, which then does not check them a second time. */
export function asChecked<T extends object>(props: T): T {
  checked.add(props);
  return props;
}

/** Whether the construct that makes a part has checked the part's props. */
export function isChecked(props: object): boolean {
  return checked.has(props);
}
