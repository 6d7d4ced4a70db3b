import type { Block, TopLevel } from '../../core/script/ast.ts';

/** The blocks that belong to an item directly. */
function ownBlocks(item: TopLevel): readonly (Block | undefined)[] {
  switch (item.type) {
    case 'if':
      return [item.then, ...(item.otherwise?.type === 'if' ? ownBlocks(item.otherwise) : [item.otherwise])];
    case 'try':
      return [item.body, item.handler, item.cleanup];
    case 'waitAny':
      return [...item.cases.map((one) => one.body), item.otherwise];
    case 'repeat':
    case 'for':
    case 'retry':
    case 'within':
    case 'step':
    case 'on':
    case 'onEach':
    case 'holdBlock':
    case 'recordBlock':
    case 'func':
    case 'test':
    case 'fixture':
      return [item.body];
    default:
      return [];
  }
}

/** Every block of these items, at any depth. */
export function blocksOf(items: readonly TopLevel[]): readonly Block[] {
  return items
    .flatMap(ownBlocks)
    .filter((block) => block !== undefined)
    .flatMap((block) => [block, ...blocksOf(block.statements)]);
}
