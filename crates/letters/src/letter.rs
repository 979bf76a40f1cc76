//! A document that has been set: its pages, its text, its PDF.

use serde_json::Value;
use typst::World;
use typst::WorldExt;
use typst::diag::SourceDiagnostic;
use typst::layout::Abs;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};
use typst_svg::SvgOptions;

use crate::passage::passages;
use crate::problem::TemplateProblem;
use crate::wording::printable;
use crate::world::{LetterWorld, is_main, path_of};
use crate::{Document, LetterError, Passage, Templates};

/// Setting type calls itself deeply; a template of a municipality's own may do so more than most.
const STACK_BYTES: usize = 32 * 1024 * 1024;

/// How many letters back what was worked out is kept to be used again.
const KEPT: usize = 10;

/// How far apart the pages of a picture stand.
const PAGE_GAP_POINTS: f64 = 14.0;

/// A document that has been set.
#[derive(Clone, Debug)]
pub struct Letter {
    title: String,
    template: &'static str,
    templates: Templates,
    data: Vec<u8>,
    document: PagedDocument,
}

impl Letter {
    /// Its title.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// How many pages it has.
    pub fn page_count(&self) -> usize {
        self.document.pages().len()
    }

    /// A page as an SVG picture, from 0; nothing where there is no such page. Letters in it are shapes: for whoever cannot
    /// see, [`Letter::passages`] says the same.
    pub fn page(&self, index: usize) -> Option<String> {
        let page = self.document.pages().get(index)?;
        Some(typst_svg::svg(page, &SvgOptions::default()))
    }

    /// All pages below each other in one SVG picture, with a gap one can see through between them.
    pub fn picture(&self) -> String {
        typst_svg::svg_merged(&self.document, &SvgOptions::default(), Abs::pt(PAGE_GAP_POINTS))
    }

    /// What it says, passage by passage, without page numbers and the like.
    pub fn passages(&self) -> Vec<Passage> {
        passages(&self.document)
    }

    /// The letter as a PDF file: PDF/UA-1 and PDF/A-2a.
    ///
    /// # Errors
    /// [`LetterError::Template`] when a municipality's template makes a letter not everybody can read, such as a picture
    /// without a description.
    pub fn pdf(&self) -> Result<Vec<u8>, LetterError> {
        let standards = PdfStandards::new(&[PdfStandard::Ua_1, PdfStandard::A_2a])
            .map_err(|problem| LetterError::Failed(problem.message().to_string()))?;
        let options = PdfOptions {
            standards,
            ..PdfOptions::default()
        };
        let world = LetterWorld::new(&self.templates, self.template, self.data.clone())?;
        apart(|| typst_pdf::pdf(&self.document, &options))?
            .map_err(|problems| LetterError::Template(told(&world, self.template, &problems)))
    }
}

/// Sets a document.
pub(crate) fn compose<D: Document>(templates: &Templates, document: &D) -> Result<Letter, LetterError> {
    let failed = |problem: serde_json::Error| LetterError::Failed(problem.to_string());
    let mut value = serde_json::to_value(document).map_err(failed)?;
    if let Value::Object(fields) = &mut value {
        fields.insert("title".to_owned(), Value::String(document.title()));
    }
    let value = printable(value)?;
    let data = serde_json::to_vec(&value).map_err(failed)?;
    let world = LetterWorld::new(templates, D::TEMPLATE, data.clone())?;
    let set = apart(|| {
        let set = typst::compile::<PagedDocument>(&world);
        comemo::evict(KEPT);
        set.output
    })?;
    Ok(Letter {
        title: document.title(),
        template: D::TEMPLATE,
        templates: templates.clone(),
        data,
        document: set.map_err(|problems| LetterError::Template(told(&world, D::TEMPLATE, &problems)))?,
    })
}

/// Works on a thread of its own, with a stack that is large enough wherever the caller runs.
fn apart<T: Send>(work: impl FnOnce() -> T + Send) -> Result<T, LetterError> {
    std::thread::scope(|scope| {
        let worker = std::thread::Builder::new()
            .name("letter".to_owned())
            .stack_size(STACK_BYTES)
            .spawn_scoped(scope, work)
            .map_err(|problem| LetterError::Failed(problem.to_string()))?;
        worker
            .join()
            .map_err(|_| LetterError::Failed("setting it ended in the middle".to_owned()))
    })
}

/// What typst found, at the place in the template where it is.
fn told(world: &LetterWorld<'_>, template: &str, problems: &[SourceDiagnostic]) -> Vec<TemplateProblem> {
    problems
        .iter()
        .map(|problem| {
            let source = problem
                .span
                .id()
                .filter(|id| !is_main(*id))
                .and_then(|id| world.source(id).ok());
            let line = source.as_ref().and_then(|source| {
                let start = world.range(problem.span)?.start;
                Some(source.lines().byte_to_line(start)? + 1)
            });
            let hints = problem.hints.iter().map(|hint| format!(" ({})", hint.v));
            TemplateProblem {
                file: source.map_or_else(
                    || format!("{template}.typ"),
                    |source| path_of(source.id()).trim_start_matches('/').to_owned(),
                ),
                line,
                what: problem.message.to_string() + &hints.collect::<String>(),
            }
        })
        .collect()
}
