import type { App } from "../app";
import { LOCATIONS } from "../arm/locations";
import { SUBSCRIPTION } from "../arm/resource-groups";
import type { Context } from "../context";
import { RESOURCE_TYPES } from "./resource-types";
import { namespaceUnknown } from "../errors/arm-errors";

const VAULT_VERSIONS = ["2021-12-01", "2022-10-01", "2023-02-01", "2024-01-01", "2024-04-01", "2025-02-01", "2025-08-01"];
const REGISTRATION = "Microsoft.Resources/providers";

interface ProviderRoute {
  Params: { subscriptionId: string; namespace: string };
}

/** Returns the resource types and their api-versions, by namespace. */
function namespaces(): Map<string, { name: string; versions: readonly string[] }[]> {
  const types = [
    { name: "Microsoft.Resources/resourceGroups", apiVersions: ["2020-06-01", "2021-04-01", "2023-07-01"] },
    { name: "Microsoft.RecoveryServices/vaults", apiVersions: VAULT_VERSIONS },
    ...RESOURCE_TYPES,
  ];
  const found = new Map<string, { name: string; versions: readonly string[] }[]>();
  for (const { name, apiVersions } of types) {
    const [namespace = "", ...rest] = name.split("/");
    found.set(namespace, [...(found.get(namespace) ?? []), { name: rest.join("/"), versions: apiVersions }]);
  }
  return found;
}

/** Serves the resource providers of the subscription. All are registered at first. */
export function serveProviders(app: App, { state }: Context): void {
  const known = namespaces();

  const registrationId = ({ subscriptionId, namespace }: ProviderRoute["Params"]) =>
    `/subscriptions/${subscriptionId}/providers/${namespace}`;

  const view = (subscriptionId: string, namespace: string) => {
    const id = registrationId({ subscriptionId, namespace });
    return {
      id,
      namespace,
      registrationPolicy: "RegistrationRequired",
      registrationState: state.resources.get(id)?.body["registrationState"] ?? "Registered",
      resourceTypes: (known.get(namespace) ?? []).map(({ name, versions }) => ({
        resourceType: name,
        locations: LOCATIONS,
        apiVersions: [...versions].reverse(),
      })),
    };
  };

  const canonicalName = (namespace: string): string => {
    const found = [...known.keys()].find((name) => name.toLowerCase() === namespace.toLowerCase());
    if (found) return found;
    throw namespaceUnknown(namespace);
  };

  app.get<ProviderRoute>(`${SUBSCRIPTION}/providers`, ({ params }) => ({
    value: [...known.keys()].map((namespace) => view(params.subscriptionId, namespace)),
  }));

  app.get<ProviderRoute>(`${SUBSCRIPTION}/providers/:namespace`, ({ params }) =>
    view(params.subscriptionId, canonicalName(params.namespace)),
  );

  for (const [action, registrationState] of [
    ["register", "Registered"],
    ["unregister", "NotRegistered"],
  ] as const) {
    app.post<ProviderRoute>(`${SUBSCRIPTION}/providers/:namespace/${action}`, ({ params }) => {
      const namespace = canonicalName(params.namespace);
      const id = registrationId({ ...params, namespace });
      state.resources.set(id, { id, name: namespace, type: REGISTRATION, body: { registrationState } });
      return view(params.subscriptionId, namespace);
    });
  }
}
