import { entityLoader, listLoader, pageLoader } from '@hub/kit';
import {
  type AppliedProduct,
  AppliedProductEntity,
  type ProductUse,
  ProductUseEntity,
} from './applied-product.entity.js';
import { type ResearchProject, ResearchProjectEntity } from './research-project.entity.js';

export const projectLoader = entityLoader<ResearchProject>(ResearchProjectEntity, 'code');
export const allProjects = pageLoader<ResearchProject>({ entity: ResearchProjectEntity, orderColumns: ['code'] });

const products = { entity: AppliedProductEntity, orderColumns: ['code'] } as const;
export const allProducts = pageLoader<AppliedProduct>(products);
export const productsOfProject = listLoader<AppliedProduct>(AppliedProductEntity, 'projectCode', 'code');
/** A commune is a product's parent by way of its uses. */
export const productsOfCommune = pageLoader<AppliedProduct>({
  ...products,
  where: 'exists (select from product_use u where u.product_code = t.code and u.commune_code = parent.key)',
});

export const usesOfProduct = pageLoader<ProductUse>({
  entity: ProductUseEntity,
  parentColumn: 'product_code',
  orderColumns: ['commune_code'],
});
