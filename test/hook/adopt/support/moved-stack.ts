import type { Json } from "./random-stack";
import type { GeneratedStack } from "./run-generated";

type Resources = Record<string, Record<string, Json>>;

/** A stack whose backup resources are those of the generated construct, as its owner would change it by the notes. */
export function movedStack(stack: Json & { readonly resource: Resources }, generated: GeneratedStack): Json {
  const moved = [...(generated.moved ?? [])].sort((one, other) => other.from.length - one.from.length);
  const gone = new Set(moved.map(({ from }) => from.replace(/\[.*/, "")));
  const kept = Object.entries(stack.resource).map(([type, named]) => [
    type,
    Object.fromEntries(Object.entries(named).filter(([label]) => !gone.has(`${type}.${label}`))),
  ]);
  const { resource: _resource, ...rest } = stack;
  const others = mapTexts({ ...rest, resource: Object.fromEntries(kept) as Resources }, (text) =>
    moved.reduce((changed, { from, to }) => replaceAddress(changed, from, to), text),
  ) as Json & { readonly resource: Resources; readonly locals?: Json };
  return {
    ...others,
    locals: { ...others.locals, ...generated.locals },
    ...(generated.data && { data: generated.data }),
    moved: generated.moved ?? [],
    resource: withoutEmpty(merged(others.resource, generated.resource)),
  };
}

function replaceAddress(text: string, from: string, to: string): string {
  return text.split(from).reduce((start, rest) => start + (/^[\w-]/.test(rest) ? from : to) + rest);
}

function mapTexts(value: unknown, map: (text: string) => string): unknown {
  if (typeof value === "string") return map(value);
  if (Array.isArray(value)) return value.map((one) => mapTexts(one, map));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, mapTexts(one, map)]));
}

function merged(one: Resources, other: Resources): Resources {
  const types = new Set([...Object.keys(one), ...Object.keys(other)]);
  return Object.fromEntries([...types].map((type) => [type, { ...one[type], ...other[type] }]));
}

function withoutEmpty(resources: Resources): Resources {
  return Object.fromEntries(Object.entries(resources).filter(([, named]) => Object.keys(named).length > 0));
}
