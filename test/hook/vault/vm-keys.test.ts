import { VmKeys } from "../../../lib/hook/vault/vm-keys";
import { item, job } from "../fakes";

const twin = item("vm-web", { vmKey: "iaasvmcontainerv2;rg-b;vm-web" });
const named = (vmName: string) => job(vmName, { vmKey: vmName.toLowerCase() });

test("knows the keys of jobs that name a container, and of all jobs once the items are read", () => {
  const keys = new VmKeys();
  expect(keys.know([job("vm-web")])).toBe(true);
  expect(keys.know([job("vm-web"), named("vm-db")])).toBe(false);
  keys.learn([]);
  expect(keys.know([named("vm-db")])).toBe(true);
});

test("adds the key of the only VM with the name of a job, in any case", () => {
  const keys = new VmKeys();
  expect(keys.completed(named("VM-Web")).vmKey).toBe("vm-web");
  expect(keys.learn([item("vm-web"), item("vm-db"), twin])).toHaveLength(3);
  expect(keys.completed(named("VM-DB")).vmKey).toBe(item("vm-db").vmKey);
  expect(keys.completed(named("vm-web")).vmKey).toBe("vm-web");
  expect(keys.completed(named("vm-other")).vmKey).toBe("vm-other");
});

test("does not change a job that names its container", () => {
  const keys = new VmKeys();
  keys.learn([twin]);
  expect(keys.completed(job("vm-web")).vmKey).toBe("iaasvmcontainerv2;rg-app;vm-web");
});

test("forgets the items of an earlier list", () => {
  const keys = new VmKeys();
  keys.learn([item("vm-web")]);
  keys.learn([twin]);
  expect(keys.completed(named("vm-web")).vmKey).toBe(twin.vmKey);
});
