guide-heading = Guide
guide-own = For you:
guide-in-danish = The guides are written in Danish.
