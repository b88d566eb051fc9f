const LOWEST = [20, 19];

/**
 * What to tell somebody whose Node is too old; null when it is new enough.
 *
 * @param {string} version as process.versions.node
 */
export function nodeVersionProblem(version) {
  const [major, minor] = version.split(".").map(Number);
  if (major > LOWEST[0] || (major === LOWEST[0] && minor >= LOWEST[1])) return null;
  return `Unitscope needs Node ${LOWEST.join(".")} or newer; this is Node ${version}. Get one from https://nodejs.org`;
}
