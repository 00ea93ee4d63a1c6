import type { CagedCell } from '@hub/kit';
import { serveCage } from '@hub/runtime';
import { GeometryFault, readGeometry } from './boundary/geometry.js';

serveCage(({ text }: { readonly text: string }): CagedCell => {
  try {
    return { text: JSON.stringify(readGeometry(text)) };
  } catch (error) {
    if (error instanceof GeometryFault) return { fault: error.message };
    throw error;
  }
});
