"""The Convening Toolkit: model ordinance language, checked and published."""
