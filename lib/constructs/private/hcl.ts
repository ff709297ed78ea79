import { Lazy, type TerraformElement, Token } from "cdktf";

type Fields = Readonly<Record<string, unknown>>;

/** cdktf's format of a list of blocks. */
const CONDITIONS = { isBlock: true, type: "list", storageClassType: "object" };

/**
 * Corrects the output of `cdktf synth --hcl` for a resource or data source. cdktf writes `precondition` and `postcondition` as lists,
 * quotes references and `all` in a lifecycle, and writes its own format description for a value that resolves to undefined.
 */
export function repairHcl(element: TerraformElement): void {
  const toHclTerraform = element.toHclTerraform.bind(element) as () => Fields;
  element.toHclTerraform = () => mapAttributes(toHclTerraform());
}

/** Maps the attributes, which are three levels deep: below `resource`, the type and the name. */
function mapAttributes(fields: Fields, depth = 0): Fields {
  const entries = Object.entries(fields).map(([name, value]) => {
    if (!isFields(value)) return [name, value];
    return [name, depth === 3 ? attribute(name, value) : mapAttributes(value, depth + 1)];
  });
  return Object.fromEntries(entries) as Fields;
}

function attribute(name: string, written: Fields): unknown {
  if (name === "lifecycle") {
    const settings = Object.entries(written).map(([setting, value]) => [setting, lifecycleSetting(setting, value)]);
    return { isBlock: true, value: Object.fromEntries(settings) as Fields };
  }
  if (!Token.isUnresolved(written.value)) return written;
  return Lazy.anyValue({
    produce: (context) => {
      const value: unknown = context.resolve(written.value);
      return value === undefined ? undefined : { ...written, value };
    },
  });
}

function lifecycleSetting(name: string, value: unknown): unknown {
  if (!Array.isArray(value)) return value === "all" ? { type: "reference", value } : value;
  if (name === "precondition" || name === "postcondition") return { ...CONDITIONS, value };
  return { type: "reference", value: `[${value.join(", ")}]` };
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
