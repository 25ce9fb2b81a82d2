const { stripTypeScriptTypes } = require("node:module");

/**
 * Node's own: TypeScript becomes JavaScript, and nothing moves.
 * @param {string} source
 */
exports.process = (source) => ({ code: stripTypeScriptTypes(source) });
