/**
 * Whom a client asks: any server may lead, so it goes round. After a server that does not answer, or that says that it does not lead,
 * comes the one that was hinted at, if it is another one, or else the next of the list.
 */
export function NextServer(servers: readonly string[], asked: string | undefined, hint?: string): string | undefined {
  if (hint !== undefined && hint !== asked && servers.includes(hint)) return hint;
  return asked === undefined ? servers[0] : servers[(servers.indexOf(asked) + 1) % servers.length];
}
