import type { Expression, Span } from './ast.ts';

interface Length {
  readonly value: number;
  readonly share: boolean;
}

function literalLength(node: Expression): Length | undefined {
  if (node.type === 'number' || node.type === 'percent')
    return { value: node.value, share: node.type === 'percent' };
  if (node.type !== 'unary' || node.operator !== '-') return undefined;
  const inner = literalLength(node.operand);
  return inner === undefined ? undefined : { ...inner, value: -inner.value };
}

/** What is impossible about a region whose sides are written out: outside every screen, or empty. */
export function impossibleRegion(
  name: 'rect' | 'box',
  args: readonly Expression[],
): { readonly span: Span; readonly message: string } | undefined {
  const sides = args.map(literalLength);
  for (const [index, side] of sides.entries()) {
    const node = args[index];
    if (side === undefined || node === undefined) continue;
    if (side.value < 0) return { span: node.span, message: 'A region begins at 0 or later' };
    if (name === 'rect' && index >= 2 && side.value === 0)
      return { span: node.span, message: 'This region is empty' };
    if (side.share && side.value > 100) return { span: node.span, message: 'A screen ends at 100%' };
  }
  for (const [first, second] of [
    [0, 2],
    [1, 3],
  ] as const) {
    const from = sides[first];
    const to = sides[second];
    const node = args[second];
    if (from === undefined || to === undefined || node === undefined || from.share !== to.share) continue;
    if (name === 'box' && to.value <= from.value) return { span: node.span, message: 'This region is empty' };
    if (name === 'rect' && from.share && from.value + to.value > 100) {
      return { span: node.span, message: 'This region reaches beyond 100% of the screen' };
    }
  }
  return undefined;
}
