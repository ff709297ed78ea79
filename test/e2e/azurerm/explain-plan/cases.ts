import "./vault-cases";
import "./item-cases";
import "./policy-cases";
import "./our-cases";

export { allCases } from "./case";
