// Leaves out what the compiler refuses: `false` in a table of the names of options. The mutants are not type-checked.
import { declareValuePlugin, PluginKind } from "@stryker-mutator/api/plugin";

const TABLES = ["Names", "OptionNames"];

const ignorer = {
  shouldIgnore(path) {
    if (!path.isBooleanLiteral()) return undefined;
    const table = path.findParent((parent) => parent.isVariableDeclarator())?.node.id.typeAnnotation?.typeAnnotation;
    return TABLES.includes(table?.typeName?.name) ? "the compiler refuses false" : undefined;
  },
};

export const strykerPlugins = [declareValuePlugin(PluginKind.Ignore, "option-names", ignorer)];
