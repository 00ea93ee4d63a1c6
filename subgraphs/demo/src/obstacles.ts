/** Obstacles of the demonstration's communes in both languages, with the organisation that must remove each. */
export const demoObstacles = [
  ['Sóng di động yếu ở các bản xa', 'Weak mobile signal in remote hamlets', 'movement'],
  ['Người cao tuổi không có điện thoại thông minh', 'Elderly people without a smartphone', 'womens-union'],
  ['Thiếu hướng dẫn viên buổi tối', 'Too few guides in the evening', 'youth-union'],
  ['Thiếu tài liệu tiếng dân tộc', 'No material in minority languages', 'university'],
  ['Máy tính ở bộ phận một cửa đã cũ', 'Outdated computers at the one-stop shop', 'public-sector'],
] as const;
