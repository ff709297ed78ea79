import { TerraformElement, type TerraformResource } from "cdktf";
import type { Construct } from "constructs";
import { isLiteral, problem } from "./problems";

/** The address of a resource in its stack, or of one of its instances. */
export function addressOf(resource: TerraformResource, key?: string): string {
  const address = `${resource.terraformResourceType}.${resource.friendlyUniqueId}`;
  if (key === undefined) return address;
  return `${address}[${JSON.stringify(key).replace(/[$%](?=\{)/g, "$&$&")}]`;
}

/** A value of a block: a text, or a reference that HCL writes without quotes. */
interface BlockArgument {
  readonly value: string;
  readonly isReference: boolean;
}

/**
 * A block that says where Terraform finds something, `import` or `moved`. cdktf writes such blocks for whole resources only, and runs
 * `terraform` during the synthesis to learn its version.
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
    const written = ({ value, isReference }: BlockArgument) => ({
      value,
      type: "simple",
      isBlock: false,
      storageClassType: isReference ? "reference" : "string",
    });
    return { [this.type]: [this.mapped(written)] };
  }

  private mapped(map: (argument: BlockArgument) => unknown): object {
    return Object.fromEntries(Object.entries(this.argumentsOf()).map(([name, one]) => [name, map(one)]));
  }
}

const reference = (value: string): BlockArgument => ({ value, isReference: true });

/** Has Terraform take over what exists in Azure, as a resource or as one of its instances. */
export function importInto(scope: Construct, resource: TerraformResource, azureId: string, key?: string): void {
  const to = () => reference(addressOf(resource, key));
  new StateBlock(scope, blockId("Import", key), "import", () => ({ to: to(), id: { value: azureId, isReference: false } }));
}

/** Has Terraform keep what it manages at another address, as a resource or as one of its instances. */
export function moveInto(scope: Construct, resource: TerraformResource, from: string, key?: string): void {
  const to = () => reference(addressOf(resource, key));
  new StateBlock(scope, blockId("Moved", key), "moved", () => ({ from: reference(from), to: to() }));
}

/** What is wrong with an address that something is moved from. */
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
