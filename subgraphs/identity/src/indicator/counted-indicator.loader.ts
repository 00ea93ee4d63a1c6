import { allLoader, entityLoader } from '@hub/kit';
import { type CountedIndicator, CountedIndicatorEntity } from './counted-indicator.entity.js';

export const countedIndicatorLoader = entityLoader<CountedIndicator>(CountedIndicatorEntity, 'indicatorCode');
export const allCountedIndicators = allLoader<CountedIndicator>(CountedIndicatorEntity, 'indicatorCode');
