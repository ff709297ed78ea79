import { TerraformElement, type TerraformResource } from "cdktf";
import type { Construct } from "constructs";
import { isLiteral, problem } from "./problems";

/** The address of a resource in its stack, or of its instance `key`. */
export function addressOf(resource: TerraformResource, key?: string): string {
  const address = `${resource.terraformResourceType}.${resource.friendlyUniqueId}`;
  if (key === undefined) return address;
  return `${address}[${JSON.stringify(key).replace(/[$%](?=\{)/g, "$&$&")}]`;
}

/** A block argument: a text, or a reference that HCL writes without quotes. */
interface BlockArgument {
  readonly value: string;
  readonly isReference: boolean;
}

/**
 * An `import` or `moved` block. cdktf supports them for whole resources only, and runs `terraform` at synth to get its version.
 */
class StateBlock extends TerraformElement {
  constructor(
    scope: Construct,
    id: string,
    private readonly type: "import" | "moved",
    private readonly argumentsOf: () => Record<string, BlockArgument>,
  ) {
    super(scope, id);
  }

  public override toTerraform(): object {
    return { [this.type]: [this.mapped(({ value }) => value)] };
  }

  public override toHclTerraform(): object {
    const toHclArgument = ({ value, isReference }: BlockArgument) => ({
      value,
      type: "simple",
      isBlock: false,
      storageClassType: isReference ? "reference" : "string",
    });
    return { [this.type]: [this.mapped(toHclArgument)] };
  }

  private mapped(map: (argument: BlockArgument) => unknown): object {
    return Object.fromEntries(Object.entries(this.argumentsOf()).map(([name, one]) => [name, map(one)]));
  }
}

const reference = (value: string): BlockArgument => ({ value, isReference: true });

/** Makes Terraform import an existing Azure resource as a resource, or as its instance `key`. */
export function importInto(scope: Construct, resource: TerraformResource, azureId: string, key?: string): void {
  const to = () => reference(addressOf(resource, key));
  new StateBlock(scope, blockId("Import", key), "import", () => ({ to: to(), id: { value: azureId, isReference: false } }));
}

/** Makes Terraform move a managed object from another address to a resource, or to its instance `key`. */
export function moveInto(scope: Construct, resource: TerraformResource, from: string, key?: string): void {
  const to = () => reference(addressOf(resource, key));
  new StateBlock(scope, blockId("Moved", key), "moved", () => ({ from: reference(from), to: to() }));
}

/** The problems of an address to move from. */
export function movedAddressProblems(from: string, type: string): string[] {
  if (isLiteral(from) && new RegExp(String.raw`^(module\..+\.)?${type}\.[\w-]+(\[.+\])?$`).test(from)) return [];
  const rule = {
    allowed: `the address of an ${type}, known while the stack is synthesized`,
    remedy: "copy it from 'terraform state list'",
  };
  return [problem("address", from, rule)];
}

function blockId(name: string, key: string | undefined): string {
  return key === undefined ? name : `${name}-${key.replace(/-/g, "--").replace(/\//g, "-s")}`;
}
