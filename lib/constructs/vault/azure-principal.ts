import { GUID } from "../../azure/guid";
import { checkText, problem, throwIfInvalid } from "../private/problems";

/** A managed identity, such as azurerm's `UserAssignedIdentity`. */
export interface IManagedIdentity {
  /** The object id of the identity's service principal; it may be a token. */
  readonly principalId: string;
}

/** A principal of Microsoft Entra ID that gets a role, by its object id. */
export class AzurePrincipal {
  /**
   * A user.
   * @throws if the object id is not a GUID
   */
  public static user(objectId: string): AzurePrincipal {
    return new AzurePrincipal("user", objectId, "User");
  }

  /**
   * A group: all its members get the role.
   * @throws if the object id is not a GUID
   */
  public static group(objectId: string): AzurePrincipal {
    return new AzurePrincipal("group", objectId, "Group");
  }

  /**
   * A service principal, such as that of a pipeline.
   * @param objectId the object id of the service principal (enterprise application), not the client id or the object id of the
   * app registration
   * @throws if the object id is not a GUID
   */
  public static servicePrincipal(objectId: string): AzurePrincipal {
    return new AzurePrincipal("servicePrincipal", objectId, "ServicePrincipal");
  }

  /**
   * A managed identity, such as that of the machine that deploys.
   * @throws if its object id is a literal but not a GUID
   */
  public static managedIdentity(identity: IManagedIdentity): AzurePrincipal {
    const principalId = principalIdOf(identity);
    const rule = {
      allowed: "an identity with a principalId, such as azurerm's UserAssignedIdentity",
      remedy: "use AzurePrincipal.servicePrincipal(objectId) if you have the object id",
    };
    throwIfInvalid("AzurePrincipal.managedIdentity", principalId === undefined ? [problem("identity", identity, rule)] : []);
    return new AzurePrincipal("managedIdentity", principalId ?? "", "ServicePrincipal");
  }

  private constructor(
    factory: string,
    /** The principal's object id. */
    public readonly objectId: string,
    private readonly type: string,
  ) {
    const rule = {
      allowed: "an object id, such as '00000000-0000-0000-0000-000000000000'",
      remedy: "copy the object id from Microsoft Entra ID, not a name or a client id",
    };
    throwIfInvalid(`AzurePrincipal.${factory}`, checkText("objectId", objectId, GUID, rule));
  }
  /** @internal The kind of principal, as Azure names it. */
  public get _type(): string {
    return this.type;
  }
}

/** A caller in JavaScript may pass anything. */
function principalIdOf(identity: Partial<IManagedIdentity> | null | undefined): string | undefined {
  return identity?.principalId;
}
