import { type Cloud, cloudFromMetadata, cloudOf } from "../../../lib/hook/sign-in/cloud";

const DOCUMENT = {
  resourceManager: "https://localhost:8443/",
  authentication: { loginEndpoint: "https://localhost:8443/", audiences: ["https://localhost:8443/"] },
};
const never = (): Promise<unknown> => Promise.reject(new Error("no document is needed"));

test.each([
  [undefined, "https://management.azure.com", "https://login.microsoftonline.com"],
  ["usgovernment", "https://management.usgovcloudapi.net", "https://login.microsoftonline.us"],
  ["China", "https://management.chinacloudapi.cn", "https://login.chinacloudapi.cn"],
])("ARM_ENVIRONMENT %s", async (name, resourceManager, loginEndpoint) => {
  const cloud = await cloudOf({}, name === undefined ? {} : { ARM_ENVIRONMENT: name }, never);
  expect(cloud).toMatchObject({ resourceManager, loginEndpoint, scope: `${resourceManager}/.default`, instanceDiscovery: true });
});

test("uses the cloud of the stack rather than that of the environment", async () => {
  const cloud = await cloudOf({ environment: "china" }, { ARM_ENVIRONMENT: "public" }, never);
  expect(cloud.name).toBe("china");
});

test("uses a metadata host rather than a name", async () => {
  const asked: string[] = [];
  const cloud = await cloudOf({}, { ARM_METADATA_HOSTNAME: "localhost:8443", ARM_ENVIRONMENT: "public" }, (url) => {
    asked.push(url);
    return Promise.resolve(DOCUMENT);
  });
  expect(asked).toEqual(["https://localhost:8443/metadata/endpoints?api-version=2022-09-01"]);
  expect(cloud).toEqual<Cloud>({
    name: "localhost:8443",
    resourceManager: "https://localhost:8443",
    loginEndpoint: "https://localhost:8443",
    scope: "https://localhost:8443/.default",
    instanceDiscovery: false,
  });
});

test("uses Azure Resource Manager as the audience if the metadata names none", () => {
  const document = { ...DOCUMENT, authentication: { loginEndpoint: "https://login.example.com" } };
  expect(cloudFromMetadata("h", document).scope).toBe("https://localhost:8443/.default");
});

test.each([undefined, {}, { resourceManager: "http://localhost", authentication: { loginEndpoint: "https://localhost" } }])(
  "a host that describes no cloud is refused: %j",
  (document) => {
    expect(() => cloudFromMetadata("localhost:8443", document)).toThrow(
      /^ARM_METADATA_HOSTNAME must name a host.*'localhost:8443'/,
    );
  },
);

test.each([
  [{ ARM_ENVIRONMENT: "mars" }, /^ARM_ENVIRONMENT must be public, usgovernment, china, got 'mars'/],
  [
    { ARM_METADATA_HOSTNAME: "https://localhost" },
    /^ARM_METADATA_HOSTNAME must be a host .* no scheme.*got 'https:\/\/localhost'/,
  ],
])("%j is refused", async (environment, message) => {
  await expect(cloudOf({}, environment, never)).rejects.toThrow(message);
});
